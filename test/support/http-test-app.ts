import type { AddressInfo } from 'node:net';
import { Module, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { AccessModule } from '../../src/access/access.module.ts';
import { createServiceKey } from '../../src/access/service-key.ts';
import { SCOPES, type Scope } from '../../src/config/service-keys.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { SettingsModule } from '../../src/config/settings.module.ts';
import type { ServiceKeySettings, Settings } from '../../src/config/settings.ts';
import { createHttpAdapter } from '../../src/http/http-adapter.ts';
import { ProblemsModule } from '../../src/problems/problems.module.ts';
import { Background } from '../../src/background/background.ts';
import { BackgroundModule } from '../../src/background/background.module.ts';

/** For the specs of folders that `access` stands on: they need routes, and may not import it. */
export { MovesMoney, Open, ServerToServer } from '../../src/access/decorators.ts';
export { describeSecuritySchemes } from '../../src/access/security-schemes.ts';

/** Keys that the test application knows: one with every scope, one with none, one that has expired. */
export const TEST_KEYS = {
  all: testKey('shop', SCOPES),
  rotated: testKey('shop', SCOPES),
  none: testKey('nobody', []),
  expired: testKey('late', SCOPES, new Date('2020-01-01')),
};

export const KEY_HEADER = { authorization: `Api-Key ${TEST_KEYS.all.key}` };

function testKey(
  name: string,
  scopes: readonly Scope[],
  expiresAt?: Date,
): { key: string; settings: ServiceKeySettings } {
  const { entry, key } = createServiceKey({ name, scopes });
  return { key, settings: { id: entry.id, name, secretSha256: entry.secret_sha256, scopes, expiresAt } };
}

export interface HttpTestApp {
  readonly url: string;
  readonly port: number;
  readonly app: INestApplication;
  readonly adapter: FastifyAdapter;
  close(): Promise<void>;
}

/** Settings of a service that calls nobody. */
export function testSettings(changes: Partial<Settings> = {}): Settings {
  const settings = readSettings({
    NODE_ENV: 'test',
    OTTU_BASE_URL: 'http://127.0.0.1:9',
    OTTU_MODE: 'sandbox',
    OTTU_API_KEY: 'test-key',
    OTTU_WEBHOOK_KEYS: 'test-webhook-key',
    DATABASE_URL: 'pglite:memory',
    LOG_LEVEL: 'silent',
  });
  return { ...settings, serviceKeys: Object.values(TEST_KEYS).map((key) => key.settings), ...changes };
}

/** A small application with the real adapter, guard and filter, listening on a free port. */
export async function startHttpTestApp(
  controllers: Type[],
  options: {
    readonly settings?: Settings;
    readonly modules?: Type[];
    readonly configure?: (app: INestApplication) => void;
  } = {},
): Promise<HttpTestApp> {
  const settings = options.settings ?? testSettings();
  const TestModule = class TestModule {
    readonly settings = settings;
  };
  Module({
    imports: [
      BackgroundModule.with(new Background('when_told')),
      SettingsModule.forSettings(settings),
      ProblemsModule.withLinks((link) => link),
      AccessModule,
      ...(options.modules ?? []),
    ],
    controllers,
  })(TestModule);
  const adapter = createHttpAdapter(settings);
  const app = await NestFactory.create(TestModule, adapter, { logger: false, abortOnError: false });
  options.configure?.(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, app, adapter, close: () => app.close() };
}
