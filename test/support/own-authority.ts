import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';

import { describe } from '@jest/globals';

const PROGRAM = 'openssl';
const isHere = spawnSync(PROGRAM, ['version']).status === 0;

/** For sentences about certificates: told where there is an `openssl` that makes them, else left out by name. */
export const describeWithCertificates = isHere ? describe : describe.skip;

/** A certificate authority that nobody knows, with one certificate for 127.0.0.1. */
export interface OwnAuthority {
  /** The authority's own certificate, in PEM. */
  readonly caFile: string;
  readonly key: Buffer;
  readonly certificate: Buffer;
  remove(): void;
}

export function makeAuthority(): OwnAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'own-authority-'));
  const openssl = (...args: readonly string[]) => execFileSync(PROGRAM, args, { cwd: folder, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Own CA', '-days', '2');
  openssl('req', ...newKey, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=127.0.0.1');
  writeFileSync(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1');
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', '1', '-days', '1', '-extfile', 'names'];
  openssl('x509', '-req', '-in', 'server.csr', '-out', 'server.pem', ...signed);
  return {
    caFile: join(folder, 'ca.pem'),
    key: readFileSync(join(folder, 'server.key')),
    certificate: readFileSync(join(folder, 'server.pem')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface TlsFront {
  readonly url: string;
  close(): Promise<void>;
}

/** Ends TLS before a server of this machine and hands on what was inside. */
export async function startTlsFront(target: string, { key, certificate }: OwnAuthority): Promise<TlsFront> {
  const open = new Set<{ destroy: () => void }>();
  const server = createServer({ key, cert: certificate }, (outer) => {
    const inner = connect(Number(new URL(target).port), '127.0.0.1');
    for (const [from, to] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => open.delete(from));
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
