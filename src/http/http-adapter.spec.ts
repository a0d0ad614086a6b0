import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { FastifyInstance } from 'fastify';

import { readSettings } from '../config/read-settings.ts';
import { createHttpAdapter } from './http-adapter.ts';

const MINUTE = 60_000;

function createFastify(): FastifyInstance {
  const settings = readSettings({
    NODE_ENV: 'development',
    OTTU_BASE_URL: 'http://127.0.0.1:9',
    OTTU_MODE: 'sandbox',
    OTTU_API_KEY: 'key',
    OTTU_WEBHOOK_KEYS: 'key',
    DATABASE_URL: 'pglite:memory',
  });
  return createHttpAdapter(settings).getInstance() as unknown as FastifyInstance;
}

afterEach(() => {
  jest.useRealTimers();
});

describe('M4: the end of the service', () => {
  it('is given the time that it takes, whatever limit Fastify has for its steps', async () => {
    const fastify = createFastify();
    let finish = (): void => undefined;
    let isAsked = (): void => undefined;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    fastify.addHook('preClose', async () => {
      isAsked();
      await new Promise<void>((resolve) => (finish = resolve));
    });
    await fastify.ready();
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] });
    const closed = fastify.close().then(
      () => 'closed',
      (error: unknown) => error,
    );
    await asked;
    jest.advanceTimersByTime(10 * MINUTE);
    finish();
    expect(await closed).toBe('closed');
  });
});
