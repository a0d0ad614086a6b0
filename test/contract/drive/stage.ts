import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { createSimulator, type Simulator } from '../../../sandbox/simulator.ts';
import { RouteTable } from '../../../src/access/route-table.ts';
import { createServiceKey } from '../../../src/access/service-key.ts';
import { SCOPES } from '../../../src/config/service-keys.ts';
import { startReplica } from '../../support/service.ts';
import { startRecorder, type Recorder } from '../recorder.ts';

/** The service, the simulator, and the recorder between them. */
export interface Stage {
  readonly app: NestFastifyApplication;
  readonly simulator: Simulator;
  readonly recorder: Recorder;
  /** Whether the service has this route. */
  serves(method: string, path: string): boolean;
  /** Calls the service with a key that may do everything. */
  service(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Heard>;
  /** Calls Ottu's own path, for answers that the service never provokes. */
  ottu(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Heard>;
  close(): Promise<void>;
}

export interface Heard {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export async function openStage(): Promise<Stage> {
  const { entry, key } = createServiceKey({ name: 'contract', scopes: SCOPES });
  const simulator = await createSimulator();
  const recorder = await startRecorder(simulator.url);
  const variables = {
    OTTU_BASE_URL: recorder.url,
    OTTU_CHARGE_TIMEOUT_MS: '5000',
    SERVICE_KEYS: JSON.stringify([entry]),
  };
  const surroundings = { simulator, databaseUrl: 'pglite:memory' };
  const { app, url } = await startReplica(surroundings, variables, { background: 'running' });
  const routes = new Set(
    app
      .get(RouteTable)
      .list()
      .map(({ method, path }) => `${method} ${path}`),
  );
  return {
    app,
    simulator,
    recorder,
    serves: (method, path) => routes.has(`${method} ${path}`),
    service: (method, path, body, headers) =>
      call(url + path, method, body, { authorization: `Api-Key ${key}`, ...headers }),
    ottu: (method, path, body, headers) =>
      call(recorder.url + path, method, body, {
        authorization: `Api-Key ${simulator.apiKey}`,
        ...recorder.own,
        ...headers,
      }),
    close: async () => {
      await app.close();
      await recorder.close();
      await simulator.close();
    },
  };
}

async function call(
  url: string,
  method: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Heard> {
  const isForm = body instanceof FormData;
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && !isForm && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: readObject(text) };
}

function readObject(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
