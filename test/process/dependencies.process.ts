import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { afterEach, describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..', '..');

interface Locked {
  readonly name?: string;
  readonly version: string;
  readonly dev?: boolean;
  /** A client of this repository, which is a package of its own. */
  readonly link?: boolean;
  readonly integrity?: string;
}

const LOCK = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const LOCKED = Object.entries(LOCK.packages)
  .filter(([path, { link }]) => path.startsWith('node_modules/') && link !== true)
  .map(([path, locked]) => ({ name: path.split('node_modules/').at(-1) ?? '', ...locked }));

/** Installed beside the service in a working copy, because `clients/` needs them. */
const OF_CLIENTS = ['eventsource-parser', 'openapi-fetch', 'openapi-typescript-helpers'];

describe('npm run sbom', () => {
  interface Component {
    readonly 'bom-ref': string;
    readonly type: string;
    readonly name: string;
    readonly version: string;
    readonly scope: string;
    readonly purl: string;
    readonly hashes: readonly { readonly alg: string; readonly content: string }[];
    readonly licenses: readonly unknown[];
  }
  const bom = JSON.parse(
    execFileSync(process.execPath, [join(ROOT, 'scripts', 'sbom.mjs'), '-'], { encoding: 'utf8', maxBuffer: 2 ** 28 }),
  ) as {
    readonly bomFormat: string;
    readonly specVersion: string;
    readonly serialNumber: string;
    readonly version: number;
    readonly metadata: { readonly component: Component };
    readonly components: readonly Component[];
    readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  };

  it('writes what CycloneDX asks for', () => {
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: expect.stringMatching(/^1\.[5-9]$/), version: 1 });
    expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(bom.metadata.component).toMatchObject({
      type: 'application',
      name: 'ottu-bff',
      version: LOCK.packages['']?.version,
    });
    const refs = [bom.metadata.component, ...bom.components].map((component) => component['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    expect(bom.dependencies.map(({ ref }) => ref).toSorted()).toEqual(refs.toSorted());
    expect(bom.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.includes(ref))).toEqual([]);
  });

  it('lists every package that a deployment installs, at its version, and none that only developing or a client needs', () => {
    const ofProduction = LOCKED.filter(({ dev }) => dev !== true);
    expect(ofProduction.map(({ name }) => name)).toEqual(expect.arrayContaining(OF_CLIENTS));
    const installed = ofProduction
      .filter(({ name }) => !OF_CLIENTS.includes(name))
      .map(({ name, version }) => `${name}@${version}`);
    expect(installed.length).toBeGreaterThan(100);
    expect(bom.components.map(({ name, version }) => `${name}@${version}`).toSorted()).toEqual(
      [...new Set(installed)].toSorted(),
    );
    expect(new Set(bom.components.map(({ scope }) => scope))).toEqual(new Set(['required']));
  });

  it('says of each where it is from, what its content is and under which licence', () => {
    for (const { name, version, purl, hashes, licenses } of bom.components) {
      expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`);
      const integrity = LOCKED.find((one) => one.name === name && one.version === version)?.integrity ?? '';
      const content = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
      expect(hashes).toEqual([{ alg: 'SHA-512', content }]);
      expect(licenses.length).toBeGreaterThan(0);
    }
  });
});

describe('npm run audit:dependencies', () => {
  let registry: Server | undefined;
  afterEach(() => {
    registry?.close();
    registry?.closeAllConnections();
  });

  it('ends with 2 where the registry refuses to tell: nothing is known then', async () => {
    expect(await auditAt(405)).toEqual({ status: 2, text: expect.stringContaining('could not be asked') });
  });

  it('ends with 2 where the registry knows of no advisory at all: its silence is no good news', async () => {
    expect(await auditAt([])).toEqual({ status: 2, text: expect.stringContaining('keeps no advisories') });
  });

  it('ends with 0 where a registry that has advisories has none about these packages, but about one for developing and one of a client', async () => {
    expect(await auditAt(['minimist', 'jest', 'openapi-fetch'])).toEqual({
      status: 0,
      text: expect.stringContaining('no vulnerability'),
    });
  });

  it('ends with 1 where there are some, and names them', async () => {
    const { status, text } = await auditAt(['minimist', 'pg']);
    expect([status, text]).toEqual([1, expect.stringMatching(/^high: pg .*A fault of pg/m)]);
  });

  /** @param vulnerable names that the registry has advisories about, or the status that it answers everything with. */
  async function auditAt(vulnerable: readonly string[] | number): Promise<{ status: number | null; text: string }> {
    registry = createServer((request, response) => {
      if (typeof vulnerable === 'number') {
        response.writeHead(vulnerable).end();
        return;
      }
      void answer(request, vulnerable).then((value) => response.end(JSON.stringify(value)));
    });
    const listening = registry;
    await new Promise<void>((resolve) => void listening.listen(0, '127.0.0.1', resolve));
    const { port } = listening.address() as AddressInfo;
    const child = spawn(process.execPath, [join(ROOT, 'scripts', 'audit-dependencies.mjs')], {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        npm_config_registry: `http://127.0.0.1:${port}/`,
        npm_config_fetch_retries: '0',
      },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const status = await new Promise<number | null>((resolve) => void child.once('close', resolve));
    return { status, text };
  }

  /** As npm's registry does: the advisories of what is asked about, and the versions of a package. */
  async function answer(request: IncomingMessage, vulnerable: readonly string[]): Promise<unknown> {
    if (request.method === 'GET') {
      const name = decodeURIComponent(request.url?.slice(1) ?? '');
      const versions = LOCKED.filter((one) => one.name === name).map(({ version }) => version);
      return { name, versions: Object.fromEntries(versions.map((version) => [version, { name, version }])) };
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const asked = JSON.parse(text.toString()) as Readonly<Record<string, readonly string[]>>;
    const advisory = (name: string) => ({
      id: 1,
      url: 'https://advisories.example/1',
      title: `A fault of ${name}`,
      severity: 'high',
      vulnerable_versions: '>=0',
      cwe: [],
      cvss: { score: 7 },
    });
    return Object.fromEntries(vulnerable.filter((name) => name in asked).map((name) => [name, [advisory(name)]]));
  }
});
