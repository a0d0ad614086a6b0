import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { objectsIn, render, typeFaults, type Manifest } from '../test/support/kubernetes.ts';
import { VARIABLES } from './config/environment.ts';
import { readSettings } from './config/read-settings.ts';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = 'docker/kubernetes';
const KUBECTL = 'kubectl';
const OVERLAYS = ['live', 'sandbox'] as const;
const SECRETS = '/run/secrets/ottu-bff';
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const { version } = JSON.parse(read('package.json')) as { readonly version: string };

/** What is read here of the objects, after their types were checked. */
interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly lifecycle?: unknown;
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly envFrom: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly env?: unknown;
  readonly resources: { readonly requests: object; readonly limits: object };
  readonly securityContext: object;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}
interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}
interface Selector {
  readonly matchLabels: Readonly<Record<string, string>>;
}
interface Pod {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly serviceAccountName: string;
    readonly automountServiceAccountToken: boolean;
    readonly enableServiceLinks: boolean;
    readonly terminationGracePeriodSeconds?: number;
    readonly securityContext: object;
    readonly containers: readonly [Container];
    readonly initContainers?: unknown;
    readonly topologySpreadConstraints?: readonly { readonly labelSelector: Selector }[];
    readonly volumes: readonly { readonly name: string; readonly secret?: { readonly secretName: string } }[];
  };
}

const rendered = Object.fromEntries(OVERLAYS.map((name) => [name, render(`${FOLDER}/overlays/${name}`)]));

function manifestsOf(overlay: string): readonly Manifest[] {
  return rendered[overlay]?.manifests ?? [];
}

interface Specs {
  readonly ConfigMap: { readonly data: Readonly<Record<string, string>> };
  readonly Deployment: {
    readonly spec: {
      readonly selector: Selector;
      readonly progressDeadlineSeconds: number;
      readonly replicas?: number;
      readonly strategy: { readonly rollingUpdate: object };
      readonly template: Pod;
    };
  };
  readonly HorizontalPodAutoscaler: { readonly spec: object };
  readonly Job: { readonly spec: { readonly activeDeadlineSeconds: number; readonly template: Pod } };
  readonly Namespace: object;
  readonly NetworkPolicy: {
    readonly spec: {
      readonly podSelector: Selector;
      readonly policyTypes: readonly string[];
      readonly ingress: readonly (Ports & { readonly from?: unknown })[];
      readonly egress: readonly Ports[];
    };
  };
  readonly PodDisruptionBudget: { readonly spec: { readonly selector: Selector } };
  readonly Service: {
    readonly spec: {
      readonly selector: Selector['matchLabels'];
      readonly ports: readonly { readonly targetPort: string }[];
    };
  };
  readonly ServiceAccount: object;
}
interface Ports {
  readonly ports: readonly { readonly port: unknown }[];
}

/** The object of a kind and a name; a job's name ends in its version. */
function only<K extends keyof Specs>(overlay: string, kind: K, name = 'ottu-bff'): Manifest & Specs[K] {
  const isMeant = ({ metadata }: Manifest): boolean => metadata.name === name || kind === 'Job' || kind === 'Namespace';
  const found = manifestsOf(overlay).filter((one) => one.kind === kind && isMeant(one));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} objects ${kind} ${name}`);
  return first as Manifest & Specs[K];
}

const deploymentOf = (overlay: string) => only(overlay, 'Deployment').spec;
const jobOf = (overlay: string) => only(overlay, 'Job').spec;
const configOf = (overlay: string) => only(overlay, 'ConfigMap').data;
const podsOf = (overlay: string): readonly Pod[] => [deploymentOf(overlay).template, jobOf(overlay).template];

describe('docker/kubernetes', () => {
  it('is used to its last file', () => {
    const files = globSync(`${FOLDER}/**/*.yaml`, { cwd: ROOT });
    const used = new Set(Object.values(rendered).flatMap((one) => one.files));
    expect(files.length).toBeGreaterThan(10);
    expect(files.toSorted()).toEqual([...used].toSorted());
  });

  it('fits the types of Kubernetes, which tell a wrong name, a wrong value and a missing one', () => {
    const broken = (change: (text: string) => string): Manifest =>
      JSON.parse(change(JSON.stringify(only('live', 'Deployment')))) as Manifest;
    const wrong = [
      broken((text) => text.replace('"readOnlyRootFilesystem"', '"readonlyRootFilesystem"')),
      broken((text) => text.replace(/("terminationGracePeriodSeconds":)(\d+)/, '$1"$2 s"')),
      broken((text) => text.replace('"name":"service",', '')),
    ];
    const faults = typeFaults([...OVERLAYS.flatMap(manifestsOf), ...wrong]);
    expect(faults).toEqual([
      expect.stringMatching(/^Deployment ottu-bff: .*readonlyRootFilesystem.* does not exist/),
      expect.stringContaining("Type 'string' is not assignable to type 'number'"),
      expect.stringContaining("Property 'name' is missing"),
    ]);
  });

  const kubectl = spawnSync(KUBECTL, ['version', '--client']).status === 0 ? it : it.skip;
  kubectl.each(OVERLAYS)('is the same to kubectl, where there is one: %s', (overlay) => {
    const { stdout, stderr } = spawnSync(KUBECTL, ['kustomize', `${FOLDER}/overlays/${overlay}`], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const sorted = (objects: readonly unknown[]) =>
      (objects as Manifest[]).toSorted((one, other) => keyOf(one).localeCompare(keyOf(other)));
    const keyOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;
    expect(sorted(objectsIn(stdout, '1.1', 'kubectl'))).toEqual(sorted(manifestsOf(overlay)));
  });
});

describe.each(OVERLAYS)('the overlay %s', (overlay) => {
  const secrets = mkdtempSync(join(tmpdir(), 'kubernetes-secrets-'));
  beforeAll(() => {
    const texts: Readonly<Record<string, string>> = {
      ottu_api_key: 'key-of-a-cluster.0123456789',
      ottu_webhook_keys: 'a-webhook-key-of-a-cluster',
      'service_keys.json': '[]',
      database_url: 'postgres://bff:password@db.example.com:5432/bff?sslmode=verify-full',
    };
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(secrets, name), text);
  });
  afterAll(() => rmSync(secrets, { recursive: true }));

  const settings = () =>
    readSettings(
      Object.fromEntries(
        Object.entries(configOf(overlay)).map(([name, value]) => [name, value.replace(SECRETS, secrets)]),
      ),
    );

  it('sets only variables that there are, no secret among them, and the service starts with them', () => {
    const names = Object.keys(configOf(overlay));
    expect(names.filter((name) => !(VARIABLES as readonly string[]).includes(name))).toEqual([]);
    expect(names.filter((name) => (VARIABLES as readonly string[]).includes(`${name}_FILE`))).toEqual([]);
    expect(settings()).toMatchObject({ ottu: { mode: overlay }, environment: 'production', warnings: [] });
    for (const pod of podsOf(overlay)) expect(pod.spec.containers[0].env).toBeUndefined();
  });

  it('has its secrets in files of a Secret, as what operators read makes it', () => {
    const named = Object.entries(configOf(overlay)).filter(([name]) => name.endsWith('_FILE'));
    expect(named.map(([, path]) => path.replace(basename(path), ''))).toEqual(named.map(() => `${SECRETS}/`));
    const page = read('docs/operations.md');
    const made = /create secret generic (\S+) ([^]*?[^\\])\n/.exec(page.slice(page.indexOf('### Kubernetes')));
    const files = [...(made?.[2] ?? '').matchAll(/--from-file=(\S+)/g)].map(([, file]) => file);
    expect(new Set(files)).toEqual(new Set(named.map(([, path]) => basename(path))));
    for (const { spec } of podsOf(overlay)) {
      const mount = spec.containers[0].volumeMounts.find(({ mountPath }) => mountPath === SECRETS);
      const volume = spec.volumes.find(({ name }) => name === mount?.name);
      expect(volume?.secret?.secretName).toBe(made?.[1]);
    }
  });

  it('refers to nothing that there is not', () => {
    const labels = podsOf(overlay).map(({ metadata }) => metadata.labels);
    const [ofService = {}] = labels;
    const isMeant = (selector: Readonly<Record<string, string>>, one: Readonly<Record<string, string>>): boolean =>
      Object.entries(selector).every(([name, value]) => one[name] === value);
    const ports = (deploymentOf(overlay).template.spec.containers[0].ports ?? []).map(({ name }) => name);

    for (const { spec } of podsOf(overlay)) {
      only(overlay, 'ServiceAccount', spec.serviceAccountName);
      expect(spec.containers[0].envFrom).toEqual([{ configMapRef: { name: 'ottu-bff' } }]);
      expect(spec.volumes.map(({ name }) => name).toSorted()).toEqual(
        spec.containers[0].volumeMounts.map(({ name }) => name).toSorted(),
      );
    }
    const selectors = [
      deploymentOf(overlay).selector,
      only(overlay, 'PodDisruptionBudget').spec.selector,
      ...(deploymentOf(overlay).template.spec.topologySpreadConstraints ?? []).map((one) => one.labelSelector),
    ].map(({ matchLabels }) => matchLabels);
    expect(selectors.length).toBe(4);
    for (const port of ['public', 'internal']) {
      const { spec } = only(overlay, 'Service', port === 'public' ? 'ottu-bff' : 'ottu-bff-internal');
      expect(spec.ports.map(({ targetPort }) => targetPort)).toEqual([port]);
      selectors.push(spec.selector);
    }
    // The job's pod has no port and is no replica: nothing may count it or lead to it.
    expect(selectors.map((selector) => labels.map((one) => isMeant(selector, one)))).toEqual(
      selectors.map(() => [true, false]),
    );
    expect(ofService).toEqual(deploymentOf(overlay).selector.matchLabels);
    expect(ports).toEqual(['public', 'internal']);
    expect(only(overlay, 'HorizontalPodAutoscaler')).toMatchObject({
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'ottu-bff' } },
    });
    expect(deploymentOf(overlay).replicas).toBeUndefined();
  });

  it('listens on the ports that it says, and is asked on the public one', () => {
    const { http } = settings();
    const { ports, startupProbe, livenessProbe, readinessProbe } = deploymentOf(overlay).template.spec.containers[0];
    expect(ports).toEqual([
      { name: 'public', containerPort: http.port },
      { name: 'internal', containerPort: http.internalPort },
    ]);
    expect([startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet)).toEqual([
      { path: '/health/live', port: 'public' },
      { path: '/health/live', port: 'public' },
      { path: '/health/ready', port: 'public' },
    ]);
  });

  it('keeps a replica whose database is away for as long as Ottu repeats an event, which it holds (decision 12)', () => {
    const { readinessProbe } = deploymentOf(overlay).template.spec.containers[0];
    expect((readinessProbe?.periodSeconds ?? 0) * (readinessProbe?.failureThreshold ?? 0)).toBeGreaterThan(55);
  });

  it('closes the internal port to all but what bears a label, and lets out what has to go out', () => {
    const { spec } = only(overlay, 'NetworkPolicy');
    for (const { metadata } of podsOf(overlay)) expect(metadata.labels).toMatchObject(spec.podSelector.matchLabels);
    expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
    const matchLabels = { 'ottu-bff/internal': 'allowed' };
    expect(spec.ingress.map(({ ports, from }) => [ports.map(({ port }) => port), from])).toEqual([
      [['public'], undefined],
      [['internal'], [{ podSelector: { matchLabels } }, { namespaceSelector: { matchLabels } }]],
    ]);
    expect(new Set(spec.egress.flatMap(({ ports }) => ports.map(({ port }) => port)))).toEqual(
      new Set([53, 5432, 443]),
    );
  });

  it('runs without rights, a shell or anything to write to but /tmp', () => {
    for (const { spec } of podsOf(overlay)) {
      const [container] = spec.containers;
      expect(spec).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
      expect(spec.initContainers).toBeUndefined();
      expect(spec.securityContext).toEqual({
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        fsGroup: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.command?.[0] ?? 'node').toBe('node');
      expect(container.lifecycle).toBeUndefined();
      expect(container.resources).toEqual({
        requests: { cpu: expect.any(String), memory: expect.any(String) },
        limits: { memory: expect.any(String) },
      });
      expect(container.image).toBe(`registry.example.com/ottu-bff:${version}`);
    }
  });

  it('gives a replica that ends the drain delay, the deadline of a charge and 15 s more', () => {
    const { http, ottu } = settings();
    expect(http.drainDelayMs).toBeGreaterThanOrEqual(5_000);
    expect(deploymentOf(overlay).template.spec.terminationGracePeriodSeconds).toBe(
      (http.drainDelayMs + ottu.chargeTimeoutMs) / 1_000 + 15,
    );
  });

  it('migrates once for each version, and lets new replicas wait for it while the old ones stay', () => {
    expect(only(overlay, 'Job').metadata.name).toBe(`ottu-bff-migrate-${version.replaceAll('.', '-')}`);
    expect(jobOf(overlay).template.spec.containers[0].command).toEqual(['node', 'dist/database/migrate-command.js']);
    const { strategy, progressDeadlineSeconds, template } = deploymentOf(overlay);
    expect(strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
    const { periodSeconds = 0, failureThreshold = 0 } = template.spec.containers[0].startupProbe ?? {};
    expect(periodSeconds * failureThreshold).toBeGreaterThan(jobOf(overlay).activeDeadlineSeconds);
    expect(progressDeadlineSeconds).toBeGreaterThan(periodSeconds * failureThreshold);
    // What the job needs is applied with it, before everything else.
    const first = manifestsOf(overlay).filter(({ metadata }) => metadata.labels?.['ottu-bff/step'] === 'first');
    expect(first.map(({ kind }) => kind).toSorted()).toEqual(
      ['ConfigMap', 'Job', 'Namespace', 'NetworkPolicy', 'ServiceAccount'].toSorted(),
    );
  });

  it('puts everything into one namespace, which takes no pod with more rights', () => {
    const namespace = only(overlay, 'Namespace').metadata;
    expect(namespace.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    const others = manifestsOf(overlay).filter(({ kind }) => kind !== 'Namespace');
    expect(new Set(others.map(({ metadata }) => metadata.namespace))).toEqual(new Set([namespace.name]));
  });
});
