import { createHash, randomUUID } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { sql } from 'kysely';

import { readSettings } from '../../src/config/read-settings.ts';
import { Secret } from '../../src/config/secret.ts';
import { scaledDurations } from '../../src/config/durations.ts';
import type { Settings } from '../../src/config/settings.ts';
import type { Database } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { AttemptLimits, type Reservation, AttemptPermits } from '../../src/limits/attempt-limits.ts';
import { AttemptOutcomes } from '../../src/limits/attempt-outcomes.ts';
import { NoCaptcha } from '../../src/limits/captcha.ts';
import { CartLimits } from '../../src/limits/request-limits.ts';
import { Counters, LimitMetrics } from '../../src/limits/counters.ts';
import { Background } from '../../src/background/background.ts';
import { LimitsPurge } from '../../src/limits/limits-purge.ts';
import { CAPTCHA_FROM, LIMITS } from '../../src/limits/limits-table.ts';
import { networkOf, type Network } from '../../src/http/network.ts';
import { Metrics } from '../../src/observability/metrics.ts';
import { databaseKind, freshDatabaseUrl } from '../support/fresh-database.ts';
import { testSettings } from '../support/http-test-app.ts';

/** Two replicas on one database; PGlite has one process, whose parts then share the one connection. */
let databases: Database[];
let first: Replica;
let second: Replica;

interface Replica {
  readonly attempts: AttemptLimits;
  readonly permits: AttemptPermits;
  readonly carts: CartLimits;
  readonly outcomes: AttemptOutcomes;
  readonly purge: LimitsPurge;
  readonly metrics: Metrics;
}

function replica(database: Database, settings: Settings = testSettings()): Replica {
  const metrics = new Metrics();
  const counters = new Counters(database, settings, new LimitMetrics(metrics));
  return {
    attempts: new AttemptLimits(counters),
    permits: new AttemptPermits(database, counters),
    carts: new CartLimits(counters, new NoCaptcha()),
    outcomes: new AttemptOutcomes(database, settings, metrics),
    purge: new LimitsPurge(database, settings, new Background('when_told')),
    metrics,
  };
}

beforeAll(async () => {
  Logger.overrideLogger(false);
  const url = await freshDatabaseUrl();
  const { database } = readSettings({
    OTTU_BASE_URL: 'http://127.0.0.1:9',
    OTTU_MODE: 'sandbox',
    OTTU_API_KEY: 'k',
    OTTU_WEBHOOK_KEYS: 'k',
    DATABASE_URL: url,
  });
  const open = (): Promise<Database> => openDatabase(database, { onConnectionLost: () => undefined });
  databases = databaseKind() === 'postgres' ? [await open(), await open()] : [await open()];
  await migrate(anyDatabase());
  first = replica(anyDatabase());
  second = replica(databases[1] ?? anyDatabase());
});
afterAll(async () => {
  for (const database of databases) await database.close();
});
beforeEach(async () => {
  await run('delete from limit_counts');
  await run('delete from attempt_outcomes');
});

function anyDatabase(): Database {
  const [database] = databases;
  if (database === undefined) throw new Error('no database');
  return database;
}

async function run(text: string): Promise<Record<string, unknown>[]> {
  const { rows } = await anyDatabase().query((db) => sql<Record<string, unknown>>`${sql.raw(text)}`.execute(db));
  return rows;
}

const someNetwork = (): Network => networkOf(`2001:db8:${Math.floor(Math.random() * 65_000).toString(16)}:1::1`);
const attempt = (changes: Partial<Parameters<AttemptLimits['reserve']>[0]> = {}) => ({
  cartId: randomUUID(),
  customerId: randomUUID(),
  network: networkOf(`10.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}.1`),
  ...changes,
});

const TOO_MANY = { code: 'too_many_attempts', status: 429, options: { outcome: 'none' } };

/** How often it works before it is refused; with replicas taking turns. */
async function admitted(take: (at: Replica) => Promise<unknown>, tries: number): Promise<number> {
  let worked = 0;
  for (let number = 0; number < tries; number += 1) {
    await take(number % 2 === 0 ? first : second).then(
      () => (worked += 1),
      () => undefined,
    );
  }
  return worked;
}

describe('M96: attempts to pay', () => {
  it('of one cart are limited, over all replicas, whatever customers and networks try', async () => {
    const cartId = randomUUID();
    const { permits } = LIMITS.cart_attempts;
    expect(await admitted((at) => at.attempts.reserve(attempt({ cartId })), permits + 5)).toBe(permits);
    await expect(first.attempts.reserve(attempt({ cartId }))).rejects.toMatchObject(TOO_MANY);
    await first.attempts.reserve(attempt());
  });

  it('of one customer are limited, over carts and networks', async () => {
    const customerId = 'cust-77';
    const { permits } = LIMITS.customer_attempts;
    expect(await admitted((at) => at.attempts.reserve(attempt({ customerId })), permits + 5)).toBe(permits);
  });

  it('of one network are limited, over carts and customers', async () => {
    const network = someNetwork();
    const { permits } = LIMITS.network_attempts;
    expect(await admitted((at) => at.attempts.reserve(attempt({ network })), permits + 5)).toBe(permits);
  });

  it('of guests have no limit of a customer in common', async () => {
    const tries = LIMITS.customer_attempts.permits + 5;
    expect(await admitted((at) => at.attempts.reserve(attempt({ customerId: undefined })), tries)).toBe(tries);
  });

  it('take their permits before the call: those that come at once are not more', async () => {
    const cartId = randomUUID();
    const { permits } = LIMITS.cart_attempts;
    const all = await Promise.allSettled(
      Array.from({ length: permits * 3 }, (_each, number) =>
        (number % 2 === 0 ? first : second).attempts.reserve(attempt({ cartId })),
      ),
    );
    // Refused ones are counted for a moment, so that there may be fewer, and never more.
    const worked = all.filter(({ status }) => status === 'fulfilled').length;
    expect(worked).toBeGreaterThan(0);
    expect(worked).toBeLessThanOrEqual(permits);
    expect(await admitted((at) => at.attempts.reserve(attempt({ cartId })), permits)).toBe(permits - worked);
  });

  it('give their permits back on success, once, so that who succeeds is never limited', async () => {
    const who = attempt();
    const { permits } = LIMITS.cart_attempts;
    for (let number = 0; number < permits * 3; number += 1) {
      const taken = await (number % 2 === 0 ? first : second).attempts.reserve(who);
      await taken.refund();
      await taken.refund();
    }
    expect(await run('select distinct points from limit_counts')).toEqual([{ points: 0 }]);
    expect(await admitted((at) => at.attempts.reserve(who), permits + 5)).toBe(permits);
  });

  it('are given back by whoever learns of the success, however late, and once', async () => {
    const who = attempt();
    const { permits } = LIMITS.cart_attempts;
    const ids = Array.from({ length: permits }, () => randomUUID());
    for (const id of ids) {
      const { records } = await first.attempts.reserve(who);
      await anyDatabase().inTransaction((tx) => first.permits.store(tx, id, records));
    }
    await expect(first.attempts.reserve(who)).rejects.toMatchObject(TOO_MANY);
    const [succeeded = ''] = ids;
    await Promise.all([second.permits.refund(succeeded), first.permits.refund(succeeded)]);
    expect(await admitted((at) => at.attempts.reserve(who), 5)).toBe(1);
    await second.permits.refund(randomUUID());
  });

  it('an attempt that is refused keeps no token of anybody else', async () => {
    const cartId = randomUUID();
    const network = someNetwork();
    const customerId = randomUUID();
    await admitted((at) => at.attempts.reserve(attempt({ network })), LIMITS.network_attempts.permits);
    await expect(first.attempts.reserve({ cartId, customerId, network })).rejects.toMatchObject(TOO_MANY);
    const { permits } = LIMITS.cart_attempts;
    expect(await admitted((at) => at.attempts.reserve(attempt({ cartId, customerId })), permits + 1)).toBe(permits);
  });

  it('refusals do not count: after a flood, one success makes room for one attempt', async () => {
    const cartId = randomUUID();
    const taken: Reservation[] = [];
    for (let number = 0; number < LIMITS.cart_attempts.permits; number += 1) {
      taken.push(await first.attempts.reserve(attempt({ cartId })));
    }
    expect(await admitted((at) => at.attempts.reserve(attempt({ cartId })), 20)).toBe(0);
    await taken[0]?.refund();
    expect(await admitted((at) => at.attempts.reserve(attempt({ cartId })), 5)).toBe(1);
  });

  it('the refusal says when the window ends', async () => {
    const cartId = randomUUID();
    await admitted((at) => at.attempts.reserve(attempt({ cartId })), LIMITS.cart_attempts.permits);
    const refusal = (await first.attempts.reserve(attempt({ cartId })).catch((error: unknown) => error)) as {
      options: { retryAfterSeconds: number };
    };
    expect(refusal.options.retryAfterSeconds).toBeGreaterThan(3_500);
    expect(refusal.options.retryAfterSeconds).toBeLessThanOrEqual(3_600);
  });

  it('a window ends, and permits of the one before are not given to the next', async () => {
    const shortWindows = { cartAttempts: 60_000, customerAttempts: 60_000, networkAttempts: 60_000 };
    const settings = { ...testSettings(), durations: { ...scaledDurations(1), ...shortWindows } };
    const quick = replica(anyDatabase(), settings);
    const who = attempt();
    const late: Reservation[] = [];
    for (let number = 0; number < LIMITS.cart_attempts.permits; number += 1) {
      late.push(await quick.attempts.reserve(who));
    }
    await expect(quick.attempts.reserve(who)).rejects.toMatchObject(TOO_MANY);
    const later = Date.now() + 60_001;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    for (const taken of late) await taken.refund();
    const { permits } = LIMITS.cart_attempts;
    let worked = 0;
    for (let number = 0; number < permits + 5; number += 1) {
      worked += await quick.attempts.reserve(who).then(
        () => 1,
        () => 0,
      );
    }
    jest.restoreAllMocks();
    expect(worked).toBe(permits);
  });

  it('neither customers nor addresses stand in the table', async () => {
    await first.attempts.reserve({
      cartId: 'cart-CANARY',
      customerId: 'cust-CANARY',
      network: networkOf('203.0.113.7'),
    });
    await first.carts.consume(networkOf('203.0.113.7'));
    const { records } = await first.attempts.reserve({
      cartId: 'cart-CANARY',
      customerId: 'cust-CANARY',
      network: networkOf('203.0.113.7'),
    });
    await anyDatabase().inTransaction((tx) => first.permits.store(tx, randomUUID(), records));
    const text = JSON.stringify([await run('select * from limit_counts'), await run('select * from attempt_tokens')]);
    expect(text).toContain('cart_attempts');
    expect(text).not.toMatch(/CANARY|203\.0\.113/);
    // There are few addresses: a hash without a key could be found by trying them all.
    expect(text).not.toContain(createHash('sha256').update('203.0.113.7').digest('hex'));
  });

  it('what is refused is counted by its limit', async () => {
    const cartId = randomUUID();
    const alone = replica(anyDatabase());
    for (let number = 0; number < LIMITS.cart_attempts.permits + 2; number += 1) {
      await alone.attempts.reserve(attempt({ cartId })).catch(() => undefined);
    }
    expect(await alone.metrics.registry.metrics()).toContain('ottu_bff_limit_refusals_total{limit="cart_attempts"} 2');
  });
});

describe('M95: creating carts', () => {
  const TOO_MANY_CARTS = { code: 'too_many_carts', status: 429, options: { outcome: 'none' } };

  it('is limited per network, over all replicas', async () => {
    const network = someNetwork();
    const { permits } = LIMITS.network_carts;
    expect(await admitted((at) => at.carts.consume(network), permits + 5)).toBe(permits);
    await expect(second.carts.consume(network)).rejects.toMatchObject(TOO_MANY_CARTS);
    await second.carts.consume(someNetwork());
  });

  it('is limited in all; who is refused for that keeps no token of his network', async () => {
    const network = someNetwork();
    await first.carts.consume(someNetwork());
    await run(`update limit_counts set points = ${LIMITS.all_carts.permits - 1} where key like 'all_carts%'`);
    await second.carts.consume(network);
    await expect(first.carts.consume(network)).rejects.toMatchObject(TOO_MANY_CARTS);
    await expect(second.carts.consume(someNetwork())).rejects.toMatchObject(TOO_MANY_CARTS);
    const [row] = await run("select max(points) as most from limit_counts where key like 'network_carts%'");
    expect(row).toEqual({ most: 1 });
  });

  it('one network that floods does not use up what is there for all', async () => {
    const network = someNetwork();
    await admitted((at) => at.carts.consume(network), LIMITS.network_carts.permits + 50);
    const [row] = await run("select points from limit_counts where key like 'all_carts%'");
    expect(row).toEqual({ points: LIMITS.network_carts.permits });
  });
});

describe('M96: the share of declined attempts', () => {
  async function record(declined: number, succeeded: number): Promise<void> {
    for (let number = 0; number < declined; number += 1) {
      await (number % 2 === 0 ? first : second).outcomes.recordOutcome('declined');
    }
    for (let number = 0; number < succeeded; number += 1) await second.outcomes.recordOutcome('succeeded');
  }
  const { outcomes, declinedShare } = CAPTCHA_FROM;
  const enough = Math.ceil(outcomes * declinedShare);

  it('is unusual from the share in the table on, over all replicas', async () => {
    await record(enough - 1, outcomes - enough);
    expect(await first.outcomes.unusuallyDeclined()).toBe(false);
    await first.outcomes.recordOutcome('declined');
    expect(await first.outcomes.unusuallyDeclined()).toBe(true);
    expect(await second.outcomes.unusuallyDeclined()).toBe(true);
    expect(await first.outcomes.counts()).toEqual({ declined: enough, all: outcomes });
    await second.outcomes.recordOutcome('succeeded');
    expect(await first.outcomes.unusuallyDeclined()).toBe(false);
  });

  it('of a few attempts says nothing', async () => {
    await record(outcomes - 1, 0);
    expect(await first.outcomes.unusuallyDeclined()).toBe(false);
  });

  it('slides: what is older than the window counts no more, and is removed', async () => {
    await record(outcomes, 0);
    expect(await first.outcomes.unusuallyDeclined()).toBe(true);
    await run("update attempt_outcomes set step = step - interval '16 minutes'");
    expect(await first.outcomes.unusuallyDeclined()).toBe(false);
    await first.outcomes.recordOutcome('succeeded');
    await first.purge.sweep();
    expect(await run('select outcome, count from attempt_outcomes')).toEqual([{ outcome: 'succeeded', count: 1 }]);
  });

  it('is a metric', async () => {
    await record(3, 1);
    expect(await second.metrics.registry.metrics()).toContain('ottu_bff_attempts_declined_ratio 0.75');
  });
});

describe('counts that count no more', () => {
  it('are removed, and those of running windows stay', async () => {
    await first.attempts.reserve(attempt());
    await run("update limit_counts set expire = expire - 3 * 3600000 where key like 'cart_attempts%'");
    await first.purge.sweep();
    const keys = (await run('select key from limit_counts')).map(({ key }) => String(key).split(':')[0]);
    expect(new Set(keys)).toEqual(new Set(['customer_attempts', 'network_attempts']));
  });
});

it('while the database is away, no attempt is let through, and an answer is given all the same', async () => {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = new Secret(`postgres://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/none`);
  const gone = await openDatabase({ kind: 'postgres', url }, { onConnectionLost: () => undefined });
  const away = replica(gone);
  await expect(away.attempts.reserve(attempt())).rejects.toMatchObject({ code: 'store_unavailable' });
  await expect(away.carts.consume(someNetwork())).rejects.toMatchObject({ code: 'store_unavailable' });
  await expect(away.outcomes.recordOutcome('declined')).resolves.toBeUndefined();
  expect(await away.metrics.registry.metrics()).toContain('ottu_bff_attempts_declined_ratio 0');
  await gone.close();
  server.close();
});
