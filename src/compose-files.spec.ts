import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

import { readSettings as readSandboxSettings } from '../sandbox/settings.ts';
import { VARIABLES } from './config/environment.ts';
import { readSettings } from './config/read-settings.ts';
import type { Settings } from './config/settings.ts';

const ROOT = join(import.meta.dirname, '..');
const DOCKER = join(ROOT, 'docker');
const read = (path: string): string => readFileSync(join(DOCKER, path), 'utf8');

type Environment = Readonly<Record<string, string>>;

interface ComposeService {
  readonly image?: string;
  readonly build?: string | { readonly context: string; readonly dockerfile: string };
  readonly profiles?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, { readonly condition: string }>>;
  readonly ports?: readonly string[];
  readonly networks?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly secrets?: readonly string[];
  readonly environment?: Environment;
  readonly env_file?: readonly string[];
  readonly deploy?: { readonly replicas: number };
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly stop_grace_period?: string;
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
}

interface ComposeFile {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes?: Readonly<Record<string, null>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const FILES = ['compose.yaml', 'compose.pglite.yaml', 'compose.scale.yaml'] as const;
const composeOf = (file: string): ComposeFile => parse(read(file), { merge: true }) as ComposeFile;
const servicesOf = (file: string): [string, ComposeService][] => Object.entries(composeOf(file).services);

/** Top-level names that compose knows, and extensions. */
const TOP_LEVEL = /^(?:name|services|networks|volumes|secrets|configs|x-.+)$/;

const keysOf = (list: readonly string[] | Readonly<Record<string, unknown>> = []): string[] =>
  Array.isArray(list) ? [...(list as readonly string[])] : Object.keys(list);

/** What an operator writes into docker/.env, and into docker/secrets/, by the heads of these files. */
const WRITTEN: Readonly<Record<'sandbox' | 'live', Environment>> = {
  sandbox: {
    OTTU_BASE_URL: 'http://ottu.localhost:4000',
    OTTU_MODE: 'sandbox',
    PUBLIC_URL: 'http://pay.localhost:3000',
    TRUST_PROXY: '1',
  },
  live: {
    OTTU_BASE_URL: 'https://shop.ottu.net',
    OTTU_MODE: 'live',
    PUBLIC_URL: 'https://pay.example.com',
    TRUST_PROXY: '2',
    INTERNAL_PORT: '3001',
    ALLOW_PGLITE_IN_LIVE: 'true',
  },
};
const SECRETS: Environment = {
  ottu_api_key: 'a-private-key.of-this-shop-alone',
  ottu_webhook_keys: 'a-webhook-key-of-this-shop,the-one-before-it',
  'service_keys.json': '[]',
  database_password: 'abcdefgh12345678',
  database_url: 'postgres://ottu_bff:abcdefgh12345678@postgres:5432/ottu_bff',
  grafana_password: 'abcdefgh12345678',
};

/** As compose does it: `$$` is a dollar, and a variable without a value ends it where it says so. */
function interpolated(text: string, variables: Environment): string {
  return text.replaceAll(/\$(?:\$|\{(\w+)(?::([?-])([^}]*))?\})/g, (_all, name?: string, how?: string, rest = '') => {
    if (name === undefined) return '$';
    const value = variables[name] ?? '';
    if (value !== '') return value;
    if (how === '?') throw new Error(`${name}: ${rest}`);
    return how === '-' ? String(rest) : '';
  });
}

/** What the service of a file is started with, by its own reader of settings. Its secrets are files of this test. */
function settingsOf(file: string, mode: 'sandbox' | 'live'): Settings {
  const compose = composeOf(file);
  const { environment = {}, env_file: envFile, secrets = [] } = compose.services['service'] ?? {};
  expect(envFile).toEqual(['.env']);
  const folder = mkdtempSync(join(tmpdir(), 'compose-secrets-'));
  for (const name of secrets) {
    const text = SECRETS[basename(compose.secrets[name]?.file ?? '')];
    writeFileSync(join(folder, name), `${text ?? ''}\n`);
  }
  const own = Object.entries(environment).map(([name, value]): [string, string] => [
    name,
    interpolated(value, WRITTEN[mode]).replace('/run/secrets/', `${folder}/`),
  ]);
  // What is set beside `environment` comes before what stands in env_file.
  return readSettings({ ...WRITTEN[mode], ...Object.fromEntries(own) });
}

describe.each(FILES)('docker/%s', (file) => {
  const compose = composeOf(file);
  const services = servicesOf(file);

  it('is one of the compose project, and has no member that compose does not know', () => {
    expect(compose.name).toBe('ottu-bff');
    expect(Object.keys(compose).filter((key) => !TOP_LEVEL.test(key))).toEqual([]);
  });

  it.each(services)('%s is built here, or an image of one version', (_name, { image = '', build }) => {
    if (build === undefined) expect(image).toMatch(/^[\w/.-]+:v?\d+(?:\.\d+)*$/);
    else {
      const { context, dockerfile } = typeof build === 'string' ? { context: build, dockerfile: 'Dockerfile' } : build;
      expect(existsSync(join(DOCKER, context, dockerfile))).toBe(true);
    }
  });

  it.each(services)('%s depends on what is there, and is healthy where that is waited for', (_name, service) => {
    for (const name of keysOf(service.depends_on)) {
      expect(Object.keys(compose.services)).toContain(name);
      expect(compose.services[name]?.profiles).toBeUndefined();
      const conditions = Array.isArray(service.depends_on) ? {} : service.depends_on;
      const { [name]: waited } = conditions as Readonly<Record<string, { readonly condition: string }>>;
      // The image of the service brings its own check.
      if (waited?.condition === 'service_healthy' && name !== 'service') {
        expect(compose.services[name]?.healthcheck?.test[0]).toBe('CMD');
      }
    }
  });

  it.each(services)('%s uses networks, volumes and secrets that the file declares', (_name, service) => {
    expect(Object.keys(compose.networks ?? {})).toEqual(expect.arrayContaining(keysOf(service.networks)));
    expect(Object.keys(compose.secrets)).toEqual(expect.arrayContaining([...(service.secrets ?? [])]));
    for (const volume of service.volumes ?? []) {
      const [source = '', target = '', mode] = volume.split(':');
      expect(target).toMatch(/^\//);
      if (source.startsWith('.')) {
        expect([source, existsSync(join(DOCKER, source)), mode]).toEqual([source, true, 'ro']);
      } else expect(Object.keys(compose.volumes ?? {})).toContain(source);
    }
  });

  it('declares nothing that nobody uses', () => {
    const used = (of: (service: ComposeService) => readonly string[]): string[] =>
      [...new Set(services.flatMap(([, service]) => [...of(service)]))].toSorted();
    const named = ({ volumes = [] }: ComposeService): string[] =>
      volumes.map((volume) => volume.split(':')[0] ?? '').filter((source) => !source.startsWith('.'));
    expect(used((service) => keysOf(service.networks))).toEqual(Object.keys(compose.networks ?? {}).toSorted());
    expect(used((service) => service.secrets ?? [])).toEqual(Object.keys(compose.secrets).toSorted());
    expect(used(named)).toEqual(Object.keys(compose.volumes ?? {}).toSorted());
  });

  it('takes every secret from a file that its head names, and none as text', () => {
    const head = read(file).slice(0, read(file).indexOf('\nname:'));
    for (const [name, { file: path }] of Object.entries(compose.secrets)) {
      expect(path).toBe(`./secrets/${basename(path)}`);
      expect(head).toMatch(new RegExp(`^#  +${basename(path).replaceAll('.', '\\.')} `, 'm'));
      expect(SECRETS).toHaveProperty([basename(path)]);
      expect(services.some(([, service]) => service.secrets?.includes(name))).toBe(true);
    }
    for (const [name, { environment = {} }] of services) {
      const asText = Object.keys(environment).filter((variable) => /KEY|SECRET|PASSWORD|DATABASE_URL/.test(variable));
      const allowed = asText.filter(
        (variable) => variable.endsWith('FILE') || environment[variable] === 'pglite:/app/data',
      );
      expect([name, asText]).toEqual([name, allowed]);
    }
  });

  it.each(services)(
    '%s can change nothing but its volumes, and has no rights that it does not need',
    (_name, service) => {
      expect(service).toMatchObject({
        restart: 'unless-stopped',
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
    },
  );

  it.each(services)('%s publishes nothing but on this machine, and no internal port', (_name, { ports = [] }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    expect(ports.filter((port) => port.endsWith(':3001'))).toEqual([]);
  });

  it('names no variable of the service that there is not', () => {
    const { environment = {} } = compose.services['service'] ?? {};
    const unknown = Object.keys(environment).filter((name) => !(VARIABLES as readonly string[]).includes(name));
    expect(unknown).toEqual([]);
    const asked = [...read(file).matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);
    expect(asked.filter((name) => !(VARIABLES as readonly string[]).includes(name))).toEqual([]);
  });

  it.each(['sandbox', 'live'] as const)('starts the service in %s mode', (mode) => {
    const settings = settingsOf(file, mode);
    expect(settings.warnings).toEqual([]);
    expect(settings.http).toMatchObject({ host: '0.0.0.0', port: 3000 });
    expect(settings.database.kind).toBe(file === 'compose.pglite.yaml' ? 'pglite' : 'postgres');
  });

  it('gives a stopping service the time that it needs', () => {
    const { http, ottu } = settingsOf(file, 'live');
    const needed = (http.drainDelayMs + ottu.chargeTimeoutMs) / 1_000 + 15;
    expect(Number.parseInt(compose.services['service']?.stop_grace_period ?? '', 10)).toBeGreaterThanOrEqual(needed);
  });
});

describe('docker/compose.pglite.yaml', () => {
  it('is refused by live mode until somebody says that it is meant', () => {
    const { ALLOW_PGLITE_IN_LIVE: _, ...unsaid } = WRITTEN.live;
    const { environment = {} } = composeOf('compose.pglite.yaml').services['service'] ?? {};
    expect(() => readSettings({ ...unsaid, DATABASE_URL: environment['DATABASE_URL'] })).toThrow(/PGlite/);
  });

  it('has one container, and its directory on a volume', () => {
    const { services } = composeOf('compose.pglite.yaml');
    expect(Object.keys(services)).toEqual(['service']);
    expect(services['service']).toMatchObject({ deploy: { replicas: 1 }, volumes: ['data:/app/data'] });
  });
});

describe('docker/compose.scale.yaml', () => {
  const { services, networks = {} } = composeOf('compose.scale.yaml');
  const onNetwork = (network: string): string[] =>
    Object.entries(services).flatMap(([name, service]) => (keysOf(service.networks).includes(network) ? [name] : []));
  const nginx = read('nginx/nginx.conf');
  const { scrape_configs: scraped, rule_files: rules } = parse(read('prometheus/prometheus.yaml')) as {
    readonly scrape_configs: readonly [{ readonly dns_sd_configs: readonly [{ names: string[]; port: number }] }];
    readonly rule_files: readonly string[];
  };

  it('has three replicas, which no port of the machine leads to', () => {
    expect(services['service']?.deploy?.replicas).toBe(3);
    expect(services['service']?.ports).toBeUndefined();
  });

  it('lets nobody but nginx and Prometheus share a network with the replicas, beside the database and what they call', () => {
    expect(onNetwork('replicas')).toEqual(['service', 'balancer']);
    expect(onNetwork('watch')).toEqual(['service', 'prometheus', 'grafana']);
    expect(onNetwork('database')).toEqual(['service', 'postgres']);
    expect(onNetwork('outside')).toEqual(['service', 'sandbox']);
    expect(Object.keys(networks).filter((name) => networks[name]?.internal !== true)).toEqual(['front', 'outside']);
  });

  it('has nginx and Prometheus call the ports that the service listens on', () => {
    const { http } = settingsOf('compose.scale.yaml', 'live');
    const called = [...nginx.matchAll(/proxy_pass http:\/\/\$replicas:(\d+);/g)].map(([, port]) => Number(port));
    expect(new Set(called)).toEqual(new Set([http.port, http.internalPort]));
    expect(nginx.match(/set \$replicas (\w+);/g)).toEqual(['set $replicas service;', 'set $replicas service;']);
    expect(scraped[0].dns_sd_configs[0]).toMatchObject({ names: ['service'], port: http.internalPort });
    expect(rules).toEqual(['alerts.yaml']);
  });

  it('has nginx wait for longer than a charge may take, and send nothing again by then', () => {
    const { ottu } = settingsOf('compose.scale.yaml', 'live');
    const seconds = (name: string): number => Number(new RegExp(`^ *${name} (\\d+)s;$`, 'm').exec(nginx)?.[1]);
    const longest = ottu.chargeTimeoutMs / 1_000 + 15;
    expect(seconds('proxy_read_timeout')).toBeGreaterThan(longest);
    expect(seconds('proxy_next_upstream_timeout')).toBeLessThan(seconds('proxy_read_timeout'));
    const grace = Number.parseInt(services['balancer']?.stop_grace_period ?? '', 10);
    expect(grace).toBeGreaterThanOrEqual(seconds('proxy_read_timeout'));
  });

  it('has Grafana find what it is provisioned with', () => {
    const [mount = ''] = services['grafana']?.volumes ?? [];
    const [source = '', target = ''] = mount.split(':');
    const inside = (path: string): string => join(DOCKER, source, path.replace(target, ''));
    const provisioning = services['grafana']?.environment?.['GF_PATHS_PROVISIONING'] ?? '';
    expect(provisioning.startsWith(`${target}/`)).toBe(true);
    const { providers } = parse(readFileSync(join(inside(provisioning), 'dashboards', 'ottu-bff.yaml'), 'utf8')) as {
      readonly providers: readonly [{ readonly options: { readonly path: string } }];
    };
    expect(providers[0].options.path).toBe(`${target}/dashboards`);
    const { datasources } = parse(
      readFileSync(join(inside(provisioning), 'datasources', 'prometheus.yaml'), 'utf8'),
    ) as {
      readonly datasources: readonly [{ readonly url: string }];
    };
    expect(datasources[0].url).toBe('http://prometheus:9090');
  });

  it('has the simulator under a profile, by one address for containers and browsers', () => {
    const { sandbox } = services;
    expect(sandbox?.profiles).toEqual(['sandbox']);
    const { port, host, publicUrl } = readSandboxSettings(sandbox?.environment ?? {});
    expect([host, publicUrl]).toEqual(['0.0.0.0', WRITTEN.sandbox['OTTU_BASE_URL']]);
    expect(sandbox?.ports).toEqual([`127.0.0.1:${port}:${port}`]);
    const aliases = (name: string, network: string): unknown => {
      const networksOf = services[name]?.networks ?? {};
      return (networksOf as Readonly<Record<string, { aliases: string[] }>>)[network]?.aliases;
    };
    expect(aliases('sandbox', 'outside')).toEqual(['ottu.localhost']);
    expect(aliases('balancer', 'front')).toEqual(['pay.localhost']);
    expect(read('compose.scale.yaml')).toContain(
      'sandbox0.simulator-only-key-worth-nothing and the webhook key sim-hmac',
    );
  });
});

describe('docker/roll.sh', () => {
  /** Stands in for Docker: knows which replicas run, and writes down what it is told. */
  const DOCKER_COMMAND = `#!/bin/sh
echo "$*" >>"$WORLD/calls"
case "$*" in
  *' ps --quiet service') cat "$WORLD/running" ;;
  *' up '*) [ ! -e "$WORLD/never-ready" ] || exit 1; echo "new-$(wc -l <"$WORLD/calls")" >>"$WORLD/running" ;;
  'rm '*) grep -v "^$2$" "$WORLD/running" >"$WORLD/left"; mv "$WORLD/left" "$WORLD/running" ;;
esac
`;

  function roll(running: string, more: Readonly<Record<string, string>> = {}) {
    const world = mkdtempSync(join(tmpdir(), 'roll-'));
    const files = { docker: DOCKER_COMMAND, running, calls: '', ...more };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(world, name), text, { mode: 0o755 });
    const { status } = spawnSync('sh', [join(DOCKER, 'roll.sh'), '--file', 'docker/compose.override.yaml'], {
      env: { PATH: `${world}:/usr/bin:/bin`, WORLD: world },
    });
    const linesOf = (name: string): string[] => readFileSync(join(world, name), 'utf8').split('\n').filter(Boolean);
    return { status, running: linesOf('running'), calls: linesOf('calls') };
  }

  const FILES_OF_CALLS = 'compose --file docker/compose.scale.yaml --file docker/compose.override.yaml';
  const ADDS = `${FILES_OF_CALLS} up --detach --no-deps --no-recreate --wait --scale service=4 service`;

  it('ends an old replica when a new one is ready, one after the other', () => {
    const { status, running, calls } = roll('a\nb\nc\n');
    expect(status).toBe(0);
    expect(running).toEqual([
      expect.stringMatching(/^new-/),
      expect.stringMatching(/^new-/),
      expect.stringMatching(/^new-/),
    ]);
    expect(calls.slice(1)).toEqual(['a', 'b', 'c'].flatMap((old) => [ADDS, `stop ${old}`, `rm ${old}`]));
  });

  it('touches no other where a new one does not get ready, and where none runs', () => {
    const failed = roll('a\nb\nc\n', { 'never-ready': '' });
    expect([failed.status, failed.running]).toEqual([1, ['a', 'b', 'c']]);
    expect(failed.calls.filter((call) => /^(?:stop|rm) /.test(call))).toEqual([]);
    expect(roll('')).toMatchObject({ status: 1, calls: [expect.stringMatching(/ ps --quiet service$/)] });
  });
});
