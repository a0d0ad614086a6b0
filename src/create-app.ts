import { NestFactory } from '@nestjs/core';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';

import { AppModule } from './app.module.ts';
import type { Settings } from './config/settings.ts';
import { createHttpAdapter } from './http/http-adapter.ts';
import { createInternalServer } from './http/connections.ts';
import { Listeners } from './http/listeners.ts';
import { Background } from './background/background.ts';
import { Readiness } from './observability/health.controller.ts';
import { firstLogger, ServiceLogger } from './observability/service-logger.ts';
import { Traces } from './tracing/traces.ts';
import { serveDocs } from './openapi/serve-docs.ts';

/** A running service: listening on its public port and, where there is one, on its internal port. */
export interface RunningService {
  readonly app: NestFastifyApplication;
  /** Readiness says that the process ends; everything is still served. */
  readonly drain: () => void;
  /** Refuses new connections, on both ports, and finishes what is under way. */
  readonly close: () => Promise<void>;
}

/**
 * Builds the application without listening: the database is open and migrated when it resolves.
 *
 * @param background what the service does without being asked; a test may say when.
 * @param listeners end with the application.
 */
export async function createApp(
  settings: Settings,
  background = new Background(),
  listeners = new Listeners(),
): Promise<NestFastifyApplication> {
  const adapter = createHttpAdapter(settings, listeners);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forSettings(settings, background), adapter, {
    abortOnError: false,
    bodyParser: false,
    logger: firstLogger(settings),
  });
  app.useLogger(new ServiceLogger(app.get(Logger)));
  background.recordedBy(app.get(Traces).tracer);
  serveDocs(app, settings);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

/** Another process has the port, or HOST is no address of this machine, or the port is for root only. */
export class CannotListen extends Error {
  constructor(cause: unknown) {
    super(`Cannot listen on HOST, PORT or INTERNAL_PORT: ${cause instanceof Error ? cause.message : 'unknown fault'}`, {
      cause,
    });
    this.name = 'CannotListen';
  }
}

/**
 * Starts to listen, as the last thing: the database is open and migrated by then.
 *
 * @throws CannotListen
 */
export async function startService(settings: Settings): Promise<RunningService> {
  const listeners = new Listeners();
  const app = await createApp(settings, undefined, listeners);
  giveBackMemory();
  await listen(app, settings, listeners).catch((error: unknown) => {
    throw new CannotListen(error);
  });
  const traces = app.get(Traces);
  return {
    app,
    drain: () => {
      app.get(Readiness).drain();
      listeners.retire();
    },
    close: async () => {
      // Before work in the background is ended, which takes a while.
      void listeners.stop();
      await app.close();
      // Last: what ends with the service is recorded, too.
      await traces.close();
    },
  };
}

/**
 * What only the start has used goes back to the system before the first request comes: the young generation is large enough for
 * many charges at once, and would stay as full as modules and metadata have left it. Where Node.js was started without
 * `--expose-gc`, nothing happens.
 */
function giveBackMemory(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

async function listen(app: NestFastifyApplication, { http }: Settings, listeners: Listeners): Promise<void> {
  await app.listen(http.port, http.host);
  if (http.internalPort === undefined) return;
  const server = createInternalServer(app.getHttpAdapter() as unknown as FastifyAdapter, listeners);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(http.internalPort, http.host, resolve);
  });
}
