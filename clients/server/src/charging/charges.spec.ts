import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { PaymentAnswer } from '../types.ts';
import type { Clock } from './careful-loop.ts';
import { BUY_NOW_PATH, charge, resume, type Charging } from './charges.ts';
import { IntentMismatch, type IntentRecord, type IntentStore } from './intent-store.ts';
import { readCharge } from './read-answers.ts';
import type { Result, Waiting } from './result.ts';

/** What becomes of one request. Where a word says `after`, the service has done its work. */
const FATES = [
  'answered',
  'answered_unknown',
  'not_connected',
  'lost_before',
  'lost_after',
  'proxy_502_before',
  'proxy_502_after',
  'cut_off_after',
  'store_unavailable',
  'ottu_throttled',
  'shutting_down',
  'key_expired',
  'killed_before',
  'killed_after',
] as const;
type Fate = (typeof FATES)[number];

const BODY = { amount: '1.000', currency_code: 'KWD', order_no: 'ORD-1' };

/** The service by its promises: one key charges once, and a repetition tells of the payment as it is. */
class FakeService {
  readonly keys = new Set<string>();
  readonly bodies = new Set<string>();
  /** By key: what was charged. */
  readonly ledger = new Map<string, 'settled' | 'unknown'>();
  readonly #fates: Fate[];
  /** Resolves when the process of the client is killed. */
  killed: Promise<void> = Promise.resolve();
  #kill: () => void = () => undefined;

  constructor(fates: readonly Fate[]) {
    this.#fates = [...fates];
    this.start();
  }

  start(): void {
    this.killed = new Promise((resolve) => (this.#kill = resolve));
  }

  readonly fetch = (async (_url: unknown, init: RequestInit = {}) => {
    const fate = this.#fates.shift() ?? 'answered';
    if (init.method !== 'POST') return this.#found();
    const key = new Headers(init.headers).get('idempotency-key') ?? '';
    this.keys.add(key);
    this.bodies.add(String(init.body));
    switch (fate) {
      case 'not_connected':
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) });
      case 'lost_before':
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
      case 'lost_after':
        this.#charge(key, 'settled');
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
      case 'proxy_502_before':
        return new Response('<html>', { status: 502 });
      case 'proxy_502_after':
        this.#charge(key, 'unknown');
        return new Response('<html>', { status: 502 });
      case 'cut_off_after':
        this.#charge(key, 'settled');
        return new Response(this.#text(key).slice(0, 40), { status: 201 });
      case 'store_unavailable':
        return problem(503, 'store_unavailable', 'unknown');
      case 'ottu_throttled':
      case 'shutting_down':
        return problem(503, fate, 'none');
      case 'key_expired':
        return problem(401, 'service_key_expired', 'none');
      case 'killed_before':
        this.#kill();
        return new Promise<Response>(() => undefined);
      case 'killed_after':
        this.#charge(key, 'settled');
        this.#kill();
        return new Promise<Response>(() => undefined);
      case 'answered_unknown':
        this.#charge(key, 'unknown');
        return new Response(this.#text(key), { status: 202 });
      case 'answered':
        this.#charge(key, 'settled');
        return new Response(this.#text(key), { status: 201 });
    }
  }) as typeof globalThis.fetch;

  #charge(key: string, state: 'settled' | 'unknown'): void {
    // What is settled stays so.
    if (this.ledger.get(key) !== 'settled') this.ledger.set(key, state);
  }

  #text(key: string): string {
    const settled = this.ledger.get(key) === 'settled';
    const payment = { id: 'pay-1', state: settled ? 'paid' : 'unknown', outcome: settled ? 'final' : 'unknown' };
    return JSON.stringify({ payment, links: { self: '/v1/payments/pay-1', timeline: '' }, payments: [payment] });
  }

  #found(): Response {
    const [key] = this.ledger.keys();
    return key === undefined ? Response.json({ payments: [] }) : new Response(this.#text(key));
  }
}

function problem(status: number, code: string, outcome: string): Response {
  return Response.json({ status, code, outcome, title: '', type: '', detail: '', request_id: '' }, { status });
}

class MapStore implements IntentStore {
  readonly rows = new Map<string, IntentRecord>();

  get = async (intent: string): Promise<IntentRecord | undefined> => this.rows.get(intent);
  put = async (intent: string, record: IntentRecord): Promise<IntentRecord> => {
    const kept = this.rows.get(intent) ?? record;
    this.rows.set(intent, kept);
    return kept;
  };
}

/** Time passes only where something waits. */
function fakeClock(): Clock & { waits: number[] } {
  let now = 0;
  const waits: number[] = [];
  return { now: () => now, sleep: async (ms) => void ((now += ms), waits.push(ms)), random: () => 0.5, waits };
}

function chargingOf(service: FakeService, store: IntentStore): Charging {
  const transport = { baseUrl: 'http://service', serviceKey: 'shop.secret', fetch: service.fetch };
  return { transport, store, timeoutMs: 75_000, clock: fakeClock() };
}

const buyNow = async (charging: Charging, waiting: Waiting = {}, body: object = BODY): Promise<Result<PaymentAnswer>> =>
  charge<PaymentAnswer>(charging, { path: BUY_NOW_PATH, read: readCharge }, body, { intent: 'order-1', ...waiting });

describe('one intent, while answers are lost and processes are killed', () => {
  const fates = fc.array(fc.constantFrom(...FATES), { maxLength: 12 });
  const instrument = fc.boolean();

  it('has one key and one text, is charged once at most, and is told as final or none only where it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fates,
        instrument,
        fc.integer({ min: 1, max: 100_000 }),
        async (plan, withInstrument, within) => {
          const service = new FakeService(plan);
          const store = new MapStore();
          const body = withInstrument ? { ...BODY, payment_instrument: { payload: { secret: 'canary' } } } : BODY;
          // Each life of the process ends by a kill, or by a result.
          for (let life = 0; life <= plan.length; life += 1) {
            service.start();
            const result = await Promise.race([buyNow(chargingOf(service, store), { within }, body), service.killed]);
            if (result?.outcome === 'final') expect([...service.ledger.values()]).toEqual(['settled']);
            if (result?.outcome === 'none') expect(service.ledger.size).toBe(0);
            expect(result?.outcome).not.toBe('conflict');
          }
          expect(service.keys.size).toBe(1);
          expect(service.bodies.size).toBe(1);
          expect(JSON.stringify([...store.rows])).not.toContain('canary');
          const end = await buyNow(chargingOf(service, store), { within: Infinity }, body);
          expect(end).toMatchObject({ outcome: 'final', payment: { state: 'paid' } });
          expect([...service.ledger.keys()]).toEqual([...service.keys]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is resumed by what the store has: the same bytes, or nothing but a look where they were not kept', async () => {
    await fc.assert(
      fc.asyncProperty(fates, instrument, async (plan, withInstrument) => {
        const service = new FakeService(['killed_after', ...plan.filter((fate) => !fate.startsWith('killed'))]);
        const store = new MapStore();
        const body = withInstrument ? { ...BODY, payment_instrument: { payload: { secret: 'canary' } } } : BODY;
        await Promise.race([buyNow(chargingOf(service, store), {}, body), service.killed]);
        const result = await resume(chargingOf(service, store), 'order-1', { within: Infinity });
        expect(result).toMatchObject({ outcome: 'final', payment: { state: 'paid' } });
        expect([service.keys.size, service.bodies.size, service.ledger.size]).toEqual([1, 1, 1]);
      }),
    );
  });

  it('has one key also where two processes begin it at the same time', async () => {
    const service = new FakeService([]);
    const store = new MapStore();
    const both = await Promise.all([buyNow(chargingOf(service, store)), buyNow(chargingOf(service, store))]);
    expect(both.map(({ outcome }) => outcome)).toEqual(['final', 'final']);
    expect(service.keys.size).toBe(1);
  });

  it('is refused where it was begun with another body, and nothing is sent', async () => {
    const service = new FakeService([]);
    const store = new MapStore();
    await buyNow(chargingOf(service, store));
    await expect(buyNow(chargingOf(service, store), {}, { ...BODY, amount: '2.000' })).rejects.toThrow(IntentMismatch);
    expect(service.bodies.size).toBe(1);
  });

  it('sends nothing before the store has kept the key', async () => {
    const service = new FakeService([]);
    const store: IntentStore = { get: async () => undefined, put: async () => Promise.reject(new Error('disk full')) };
    await expect(buyNow(chargingOf(service, store))).rejects.toThrow('disk full');
    expect(service.keys.size).toBe(0);
  });

  it('needs an order number where its body cannot be kept', async () => {
    const service = new FakeService([]);
    const body = { amount: '1.000', payment_instrument: {} };
    await expect(buyNow(chargingOf(service, new MapStore()), {}, body)).rejects.toThrow('order_no');
    expect(service.keys.size).toBe(0);
  });

  it('is not known to be uncharged by an order number that the service does not know', async () => {
    const service = new FakeService(['killed_before']);
    const store = new MapStore();
    const body = { ...BODY, payment_instrument: {} };
    await Promise.race([buyNow(chargingOf(service, store), {}, body), service.killed]);
    expect(await resume(chargingOf(service, store), 'order-1', {})).toMatchObject({ outcome: 'unknown' });
  });
});
