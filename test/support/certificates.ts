import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificates {
  /** PEM file of the private CA. */
  readonly ca: string;
  /** PEM file of another one. */
  readonly otherCa: string;
  /** PEM files of a server that the first one has signed, for `localhost` alone. */
  readonly certificate: string;
  readonly key: string;
  remove(): void;
}

/** Whether the program is installed. */
export function hasOpenssl(): boolean {
  return spawnSync('openssl', ['version']).status === 0;
}

/** A private CA with one server, and a CA that knows nothing of it; for a day. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'ottu-bff-ca-'));
  const file = (name: string): string => join(folder, name);
  const openssl = (command: string): void => {
    const parts = command.split(' ');
    const { status, stderr } = spawnSync('openssl', parts, { encoding: 'utf8', cwd: folder });
    if (status !== 0) throw new Error(`openssl failed: ${stderr}`);
  };
  const makeCa = (name: string): void =>
    openssl(`req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=${name} -keyout ${name}.key -out ${name}.crt`);
  makeCa('ca');
  makeCa('other');
  openssl('req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr');
  writeFileSync(file('names'), 'subjectAltName=DNS:localhost\n');
  openssl('x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 1 -extfile names -out server.crt');
  return {
    ca: file('ca.crt'),
    otherCa: file('other.crt'),
    certificate: file('server.crt'),
    key: file('server.key'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
