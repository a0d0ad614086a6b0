import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { challengeSettings } from '../storefront/challenge.ts';
import { identitySettings } from '../storefront/identity.ts';
import { orderSystemSettings } from '../storefront/order-system.ts';
import { quoteSettings } from '../storefront/quotes.ts';
import type { ChildOptions } from './child.ts';
import type { DemoKey } from './service-key.ts';

/** What a child may see of the environment it was started in: never a setting that would make this another demo. */
const PASSED_ON = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'TMPDIR', 'TEMP', 'TZ', 'LANG', 'LC_ALL', 'LOG_LEVEL'];

/** Variables that simulator and service share. */
export interface SharedSecrets {
  readonly OTTU_API_KEY: string;
  readonly OTTU_WEBHOOK_KEYS: string;
}

/** Made up anew for each demo. */
export function sharedSecrets(): SharedSecrets {
  return {
    OTTU_API_KEY: `${randomBytes(4).toString('hex')}.${randomBytes(16).toString('hex')}`,
    OTTU_WEBHOOK_KEYS: randomBytes(32).toString('hex'),
  };
}

/** The service, and the client that the shop's pages use. */
export function buildProcesses(root: string): ChildOptions[] {
  return ['build-if-needed.mjs', 'build-clients.mjs'].map((script) => ({
    name: 'The build',
    args: [join(root, 'scripts', script)],
    cwd: root,
    env: passedOn(),
  }));
}

export function simulatorProcess(root: string, port: number, secrets: SharedSecrets): ChildOptions {
  const env = { ...passedOn(), ...secrets, SANDBOX_PORT: String(port) };
  return { name: 'The simulator', args: [join(root, 'sandbox', 'main.ts')], cwd: join(root, 'sandbox'), env };
}

/** Where the demo's programs listen. */
export interface Ports {
  readonly service: number;
  readonly simulator: number;
  readonly storefront: number;
}

/** Gateways that shoppers are offered: cards and both wallets everywhere, KNET for dinars and mada for riyals. */
const SHOPPERS_GATEWAYS = 'credit-card,knet,mada';

export function serviceProcess(
  root: string,
  ports: Ports,
  secrets: SharedSecrets,
  keys: readonly DemoKey[],
  onLine: (line: string) => void,
): ChildOptions {
  const env = {
    ...passedOn(),
    ...secrets,
    NODE_ENV: 'development',
    PORT: String(ports.service),
    // Of this machine only: the demo's key is on the screen.
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://localhost:${ports.service}`,
    OTTU_BASE_URL: `http://127.0.0.1:${ports.simulator}`,
    OTTU_MODE: 'sandbox',
    OTTU_PG_CODES: SHOPPERS_GATEWAYS,
    STOREFRONT_ORIGINS: bothNames(ports.storefront).join(','),
    REDIRECT_URLS: bothNames(ports.storefront)
      .map((origin) => `${origin}/return`)
      .join(','),
    ...identitySettings(ports.storefront),
    ...challengeSettings(ports.storefront),
    DATABASE_URL: 'pglite:memory',
    ...quoteSettings(ports.storefront),
    ...orderSystemSettings(ports.storefront),
    SERVICE_KEYS: `[${keys.map(({ entry }) => entry).join(',')}]`,
    ORDER_NO_PREFIX: 'DEMO-',
  };
  // Not the root of the repository: a `.env` there is for somebody else's Ottu.
  return { name: 'The service', args: [join(root, 'dist', 'main.js')], cwd: join(root, 'sandbox'), env, onLine };
}

export function storefrontProcess(root: string, ports: Ports): ChildOptions {
  const env = {
    ...passedOn(),
    STOREFRONT_PORT: String(ports.storefront),
    STOREFRONT_SERVICE_URL: `http://localhost:${ports.service}`,
    STOREFRONT_PAYER_ORIGINS: bothNames(ports.simulator).join(','),
  };
  const folder = join(root, 'sandbox', 'storefront');
  return { name: 'The demo shop', args: [join(folder, 'main.ts')], cwd: folder, env };
}

/** A browser on this machine may use either, and they are two origins to it. */
function bothNames(port: number): string[] {
  return [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
}

/** Of this process's environment, what its children may see. */
function passedOn(): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
