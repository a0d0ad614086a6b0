import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';

import { MERCHANT_EVENT_TYPES } from './merchant-event.ts';
import { createSequence, type SequenceMark, type SequenceStore } from './sequence.ts';
import { UnverifiedEvent, verifyMerchantEvent, type VerifiedEvent } from './verify-merchant-event.ts';

const SECRET = `whsec_${Buffer.from('the key of the merchant, number 1').toString('base64')}`;
const NEXT = `whsec_${Buffer.from('the key of the merchant, number 2').toString('base64')}`;

function signed(event: unknown, { secret = SECRET, at = new Date() } = {}) {
  const body = JSON.stringify(event);
  return {
    body,
    headers: {
      'webhook-id': 'evt-1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('evt-1', at, body),
    },
  };
}

const PAID = {
  type: 'payment.paid',
  timestamp: '2026-06-01T10:15:31.000Z',
  data: { sequence: 1, payment: { id: 'p' } },
};

describe('M90: verifyMerchantEvent', () => {
  it('gives the event and its id for a good signature, over text, bytes and headers of both kinds', () => {
    const { body, headers } = signed(PAID);
    const expected = { id: 'evt-1', event: PAID };
    expect(verifyMerchantEvent(headers, body, SECRET)).toEqual(expected);
    expect(verifyMerchantEvent(new Headers(headers), Buffer.from(body), SECRET)).toEqual(expected);
    expect(verifyMerchantEvent({ 'Webhook-Id': 'evt-1', ...headers }, new TextEncoder().encode(body), SECRET)).toEqual(
      expected,
    );
  });

  it('takes either secret while one is rotated', () => {
    for (const secret of [SECRET, NEXT]) {
      const { body, headers } = signed(PAID, { secret });
      expect(verifyMerchantEvent(headers, body, [NEXT, SECRET]).id).toBe('evt-1');
    }
  });

  it('refuses another secret, a changed body, a missing or doubled header, no UTF-8, and what is old', () => {
    const { body, headers } = signed(PAID);
    const old = signed(PAID, { at: new Date(Date.now() - 60_000) });
    const tries: (() => unknown)[] = [
      () => verifyMerchantEvent(headers, body, NEXT),
      () => verifyMerchantEvent(headers, `${body} `, SECRET),
      () => verifyMerchantEvent({ ...headers, 'webhook-signature': undefined }, body, SECRET),
      () => verifyMerchantEvent({ ...headers, 'webhook-id': ['evt-1', 'evt-2'] }, body, SECRET),
      () => verifyMerchantEvent(headers, new Uint8Array([0xff]), SECRET),
      () => verifyMerchantEvent(old.headers, old.body, SECRET, { toleranceSeconds: 30 }),
    ];
    for (const attempt of tries) expect(attempt).toThrow(UnverifiedEvent);
    expect(verifyMerchantEvent(old.headers, old.body, SECRET).id).toBe('evt-1');
  });

  it('does not verify without a secret', () => {
    const { body, headers } = signed(PAID);
    expect(() => verifyMerchantEvent(headers, body, [])).toThrow(TypeError);
    expect(() => verifyMerchantEvent(headers, body, '')).toThrow('empty');
  });

  it('gives what a later version of the service tells as unrecognized, so that it can be answered', () => {
    const { body, headers } = signed({ ...PAID, type: 'payment.moved' });
    expect(verifyMerchantEvent(headers, body, SECRET).event).toMatchObject({
      type: 'unrecognized',
      data: { type: 'payment.moved', data: PAID.data },
    });
  });

  it('knows every type that the service tells', () => {
    const surface = readFileSync(join(import.meta.dirname, '../../../../docs/surface.txt'), 'utf8');
    const [, events = ''] = /\nEvents\n\n((?: {2}\S+\n)+)/.exec(surface) ?? [];
    const told = events.trim().split(/\s+/);
    expect(told.length).toBeGreaterThan(10);
    expect(MERCHANT_EVENT_TYPES.filter((type) => type !== 'test').toSorted()).toEqual(told.toSorted());
  });
});

/** As a database would: each call takes a moment, and compare-and-set is one step. */
class FakeSequences implements SequenceStore {
  readonly marks = new Map<string, SequenceMark>();
  /** In the order in which they were marked. */
  readonly written: number[] = [];

  get = async (subject: string): Promise<SequenceMark | undefined> => {
    await Promise.resolve();
    return this.marks.get(subject);
  };

  compareAndSet = async (subject: string, expected: SequenceMark | undefined, next: SequenceMark): Promise<boolean> => {
    await Promise.resolve();
    if (this.marks.get(subject)?.sequence !== expected?.sequence) return false;
    this.marks.set(subject, next);
    this.written.push(next.sequence);
    return true;
  };
}

function verified(sequence: number): VerifiedEvent {
  return { id: `evt-${sequence}`, event: { ...PAID, data: { ...PAID.data, sequence } } as VerifiedEvent['event'] };
}

describe('M90: the sequence of a payment', () => {
  it('marks each event once at most, never an older one after a newer one, and ends at the newest', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 12 }),
        fc.scheduler(),
        async (arrivals, scheduler) => {
          const store = new FakeSequences();
          const slow: SequenceStore = {
            get: scheduler.scheduleFunction(store.get),
            compareAndSet: scheduler.scheduleFunction(store.compareAndSet),
          };
          const verdicts = await scheduler.waitFor(
            Promise.all(arrivals.map(async (sequence) => createSequence(slow).admit(verified(sequence)))),
          );
          expect(store.written).toEqual([...new Set(store.written)].toSorted((one, other) => one - other));
          expect(store.written.at(-1)).toBe(Math.max(...arrivals));
          const applied = arrivals.filter((_, index) => verdicts[index] === 'apply');
          expect(applied.toSorted((one, other) => one - other)).toEqual(store.written);
        },
      ),
    );
  });

  it('tells a repeat from what a newer event has overtaken', async () => {
    const { admit } = createSequence(new FakeSequences());
    expect(await admit(verified(2))).toBe('apply');
    expect(await admit(verified(2))).toBe('duplicate');
    expect(await admit(verified(1))).toBe('stale');
    expect(await admit(verified(3))).toBe('apply');
  });

  it('marks nothing for an event that tells of nothing, and counts carts on their own', async () => {
    const store = new FakeSequences();
    const { admit } = createSequence(store);
    const at = '2026-06-01T10:15:31.000Z';
    expect(await admit({ id: 'a', event: { type: 'test', timestamp: at, data: {} } })).toBe('apply');
    expect(store.marks.size).toBe(0);
    const cart = { type: 'cart.completed', timestamp: at, data: { sequence: 1, cart: { id: 'p' } } };
    expect(await admit({ id: 'b', event: cart as VerifiedEvent['event'] })).toBe('apply');
    expect(await admit(verified(1))).toBe('apply');
    expect([...store.marks.keys()]).toEqual(['cart:p', 'payment:p']);
  });
});
