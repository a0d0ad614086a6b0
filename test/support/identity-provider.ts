import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';

const ISSUER = 'https://id.shop.example';
const AUDIENCE = 'shop-checkout';

/** The merchant's identity provider for tests: one key, and a token for whoever is asked for. */
export class IdentityProvider {
  private constructor(
    private readonly server: Server,
    private readonly key: CryptoKey,
  ) {}

  static async start(): Promise<IdentityProvider> {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }];
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new IdentityProvider(server, privateKey);
  }

  /** What the service under test is started with. */
  get variables(): Readonly<Record<string, string>> {
    const { port } = this.server.address() as AddressInfo;
    return {
      SHOPPER_JWKS_URL: `http://127.0.0.1:${port}/jwks.json`,
      SHOPPER_JWT_ISSUER: ISSUER,
      SHOPPER_JWT_AUDIENCE: AUDIENCE,
    };
  }

  /** The `Authorization` of a signed-in customer. */
  async bearer(sub: string, claims: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const exp = Math.floor(Date.now() / 1000) + 300;
    const token = await new SignJWT({ iss: ISSUER, aud: AUDIENCE, exp, sub, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .sign(this.key);
    return `Bearer ${token}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
