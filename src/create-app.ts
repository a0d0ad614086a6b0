import type { Server } from 'node:http';

import { NestFactory } from '@nestjs/core';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';

import { AppModule } from './app.module.ts';
import type { Settings } from './config/settings.ts';
import { createHttpAdapter } from './http/http-adapter.ts';
import { createInternalServer } from './http/connections.ts';
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
  /** Refuses new connections, and finishes what is under way. */
  readonly close: () => Promise<void>;
}

/**
 * Builds the application without listening: the database is open and migrated when it resolves.
 *
 * @param background what the service does without being asked; a test may say when.
 */
export async function createApp(settings: Settings, background = new Background()): Promise<NestFastifyApplication> {
  const adapter = createHttpAdapter(settings);
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
  const app = await createApp(settings);
  const internal = await listen(app, settings).catch((error: unknown) => {
    throw new CannotListen(error);
  });
  const traces = app.get(Traces);
  return {
    app,
    drain: () => app.get(Readiness).drain(),
    close: async () => {
      internal?.close();
      internal?.closeIdleConnections();
      await app.close();
      // Last: what ends with the service is recorded, too.
      await traces.close();
    },
  };
}

/** @returns the server of the internal port, where there is one. */
async function listen(app: NestFastifyApplication, settings: Settings): Promise<Server | undefined> {
  await app.listen(settings.http.port, settings.http.host);
  return settings.http.internalPort === undefined ? undefined : listenInternally(app, settings);
}

async function listenInternally(app: NestFastifyApplication, { http }: Settings): Promise<Server> {
  const server = createInternalServer(app.getHttpAdapter() as unknown as FastifyAdapter);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(http.internalPort, http.host, resolve);
  });
  return server;
}
