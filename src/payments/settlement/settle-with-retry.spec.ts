import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { BackgroundModule } from '../../background/background.module.ts';
import { Background } from '../../background/background.ts';
import { asPaymentId } from '../identifiers.ts';
import { SettleWithRetry } from './settle-with-retry.ts';
import { Settle, type Settlement } from './settle.ts';

beforeEach(() => {
  jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Fails at first, as a database does that comes back a little later; no write reaches it once it is closed. */
class Store {
  readonly written: string[] = [];
  #tries = 0;
  #closed = false;

  settle = async ({ paymentId }: Pick<Settlement, 'paymentId'>): Promise<void> => {
    this.#tries += 1;
    if (this.#tries === 1 || this.#closed) throw new Error('the store does not answer');
    this.written.push(paymentId);
  };

  close(): void {
    this.#closed = true;
  }
}

/** Closes what it provides, as `DatabaseModule` does. */
@Module({})
class StoreModule implements OnApplicationShutdown {
  constructor(private readonly store: Store) {}

  onApplicationShutdown(): void {
    this.store.close();
  }
}

@Module({})
class SettlingModule {}

it('M4: what a background run brings while the process stops is stored before the database is closed', async () => {
  const store = new Store();
  const background = new Background();
  const storeModule = {
    module: StoreModule,
    providers: [{ provide: Store, useValue: store }],
    exports: [Store],
  };
  const settlingModule = {
    module: SettlingModule,
    imports: [BackgroundModule.with(background), storeModule],
    providers: [SettleWithRetry, { provide: Settle, useValue: { settle: store.settle } }],
  };
  const app = await NestFactory.createApplicationContext(settlingModule, { logger: false });
  const settle = app.get(SettleWithRetry);

  // The call of this run is answered when the first hook has waited in vain.
  const answered = Promise.withResolvers<void>();
  const firstWait = settle.beforeApplicationShutdown.bind(settle);
  settle.beforeApplicationShutdown = async () => firstWait().finally(answered.resolve);
  const paymentId = asPaymentId('3e0f1f50-6d3c-4d0e-9d0c-0b8a2a4f6c11');
  const poller = background.poller({
    name: 'Carts',
    everyMs: 3_600_000,
    run: async () => {
      await answered.promise;
      const settlement: Settlement = { paymentId, interpret: () => ({ event: 'retrieved' }) };
      await settle.settleOrRetry(settlement, 60_000);
    },
    failed: 'It failed',
  });
  poller.start();
  await app.close();
  expect(store.written).toEqual([paymentId]);
});
