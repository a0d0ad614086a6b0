import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { isSuccess, PAYMENT_STATES, type PaymentState } from '../../payments/states/payment-state.ts';
import { nextSyncAction, type SyncProgress, type SyncState, type TransactionSyncState } from './next-sync-action.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const UNCERTAIN_MS = 30_000;
const FRESH: SyncProgress = { shownState: undefined, writes: 0, refused: false, expireAsked: false };
const IN_STEP: TransactionSyncState = {
  state: 'created',
  hasSession: true,
  handedOut: false,
  attemptOpen: false,
  writeOpen: false,
  shownVersion: 3,
  uncertain: undefined,
};

function stateOf(
  transaction: Partial<TransactionSyncState> | undefined,
  cart: Partial<SyncState['cart']> = {},
): SyncState {
  return {
    now: NOW,
    cart: { state: 'open', version: 3, unpayable: undefined, ...cart },
    transaction: transaction === undefined ? undefined : { ...IN_STEP, ...transaction },
  };
}

const plan = (
  transaction: Partial<TransactionSyncState> | undefined,
  run: Partial<SyncProgress> = {},
  reason: 'sync' | 'checkout' | 'payment' = 'sync',
  cart: Partial<SyncState['cart']> = {},
) => nextSyncAction(stateOf(transaction, cart), { ...FRESH, ...run }, reason, UNCERTAIN_MS);

const stop = (because: string) => ({ do: 'stop', because });

describe("what a cart's transaction needs next", () => {
  it('M51: the first amount creates it, an empty cart does not', () => {
    expect(plan(undefined)).toEqual({ do: 'create' });
    for (const unpayable of ['empty', 'free'] as const) {
      expect(plan(undefined, {}, 'sync', { unpayable })).toEqual(stop(unpayable));
    }
  });

  it("M51: in action, nothing is sent for the sake of sync; a checkout and a payment see Ottu's answer first", () => {
    expect(plan({})).toEqual(stop('in_step'));
    expect(plan({}, {}, 'checkout')).toEqual({ do: 'patch' });
    expect(plan({}, {}, 'payment')).toEqual({ do: 'patch' });
    expect(plan({}, { writes: 1 }, 'payment')).toEqual(stop('in_step'));
  });

  it('M51: a shopper who is still clicking is not chased: the newest edit has a quiet period of its own', () => {
    expect(plan({ shownVersion: 2 }, { writes: 1 })).toEqual(stop('moved_on'));
    expect(plan({ shownVersion: 2 }, { writes: 1 }, 'checkout')).toEqual({ do: 'patch' });
  });

  it('M95: nor is one who waits for a checkout and edits meanwhile: three writes, and no more', () => {
    expect(plan({ shownVersion: 2 }, { writes: 2 }, 'checkout')).toEqual({ do: 'patch' });
    expect(plan({ shownVersion: 2 }, { writes: 3 }, 'checkout')).toEqual(stop('moved_on'));
    expect(plan({}, { writes: 3 }, 'checkout')).toEqual(stop('in_step'));
  });

  it('M51: what was handed out is looked at before it is patched', () => {
    expect(plan({ handedOut: true, shownVersion: 2 })).toEqual({ do: 'retrieve' });
    expect(plan({ handedOut: true, shownVersion: 2 }, { shownState: 'created' })).toEqual({ do: 'patch' });
    expect(plan({ handedOut: true, shownVersion: 2 }, { shownState: 'attempted' })).toEqual({ do: 'patch' });
  });

  it('M51: what a payer may be paying is left alone by sync, and expired and replaced at the next checkout', () => {
    const changed = { handedOut: true, shownVersion: 2, state: 'pending' } as const;
    expect(plan(changed, { shownState: 'pending' })).toEqual(stop('payer_is_paying'));
    expect(plan(changed, { shownState: 'pending' }, 'checkout')).toEqual({ do: 'expire' });
    expect(plan(changed, { expireAsked: true }, 'checkout')).toEqual({ do: 'retrieve' });
    expect(plan(changed, { expireAsked: true, shownState: 'expired' }, 'checkout')).toEqual({ do: 'replace' });
    expect(plan(changed, { expireAsked: true, shownState: 'pending' }, 'checkout')).toEqual(stop('stuck'));
    expect(plan({ ...changed, shownVersion: 3 }, { shownState: 'pending' }, 'checkout')).toEqual({ do: 'refresh' });
    expect(plan({ ...changed, shownVersion: 3 }, { shownState: 'pending' }, 'payment')).toEqual({ do: 'expire' });
    const answered = { shownState: 'pending', writes: 1 } as const;
    expect(plan({ ...changed, shownVersion: 3 }, answered, 'payment')).toEqual({ do: 'expire' });
    expect(plan({ ...changed, shownVersion: 3 }, answered, 'checkout')).toEqual(stop('in_step'));
  });

  const lost = (agoMs: number, more: { reconfirmed?: boolean; handedOut?: boolean } = {}) => ({
    handedOut: more.handedOut ?? true,
    uncertain: { since: new Date(NOW.getTime() - agoMs), reconfirmed: more.reconfirmed ?? false },
  });

  it('M52: after a lost write of a session that a payer may have, while nobody waits: wait, write, retrieve', () => {
    expect(plan(lost(29_999), {}, 'sync')).toEqual({ do: 'wait', until: new Date(NOW.getTime() + 1) });
    expect(plan(lost(30_000), { shownState: 'created' }, 'sync')).toEqual({ do: 'patch' });
    expect(plan(lost(30_000, { reconfirmed: true }), { writes: 1 }, 'sync')).toEqual({ do: 'retrieve' });
  });

  it.each(['checkout', 'payment'] as const)(
    'M52: and while a shopper waits (%s): retrieve, expire, retrieve, replace',
    (reason) => {
      expect(plan(lost(0), {}, reason)).toEqual({ do: 'retrieve' });
      expect(plan(lost(0), { shownState: 'created' }, reason)).toEqual({ do: 'expire' });
      expect(plan(lost(0), { expireAsked: true }, reason)).toEqual({ do: 'retrieve' });
      expect(plan(lost(0), { expireAsked: true, shownState: 'paid' }, reason)).toEqual(stop('held'));
      expect(plan(lost(0), { expireAsked: true, shownState: 'created' }, reason)).toEqual({ do: 'replace' });
    },
  );

  it('M52: what no payer has is replaced at once', () => {
    for (const reason of ['sync', 'checkout', 'payment'] as const) {
      expect(plan(lost(0, { handedOut: false }), {}, reason)).toEqual({ do: 'replace' });
    }
  });

  it('M26, M53: nothing is done to a session of which Ottu shows a success, or that is looked at', () => {
    for (const reason of ['sync', 'checkout', 'payment'] as const) {
      expect(plan({ handedOut: true }, { shownState: 'paid' }, reason)).toEqual({ do: 'stop', because: 'held' });
      expect(plan({ state: 'confirming' }, {}, reason)).toEqual({ do: 'stop', because: 'held' });
      expect(plan({ state: 'needs_review' }, {}, reason)).toEqual({ do: 'stop', because: 'held' });
    }
  });

  it('M52: while another write is under way nothing is sent', () => {
    expect(plan({ writeOpen: true, shownVersion: 2 }, {}, 'payment')).toEqual({ do: 'wait', until: NOW });
  });

  it('M53: what Ottu refuses to change is looked at, expired, and replaced', () => {
    expect(plan({ shownVersion: 2 }, { refused: true })).toEqual({ do: 'retrieve' });
    expect(plan({ shownVersion: 2 }, { refused: true, shownState: 'created' })).toEqual({ do: 'expire' });
    expect(plan({ shownVersion: 2 }, { refused: true, expireAsked: true, shownState: 'expired' })).toEqual({
      do: 'replace',
    });
  });

  it('M53: replaced only when Ottu itself says that it is over, or when nobody can know it', () => {
    for (const over of ['expired', 'failed', 'canceled', 'invalided'] as const) {
      expect(plan({ state: over })).toEqual({ do: 'retrieve' });
      expect(plan({ state: over }, { shownState: over })).toEqual({ do: 'replace' });
      expect(plan({ state: over }, { shownState: 'attempted' })).toEqual({ do: 'patch' });
    }
    expect(plan({ hasSession: false, state: 'unknown' })).toEqual({ do: 'replace' });
  });

  it.each(['empty', 'free'] as const)('M54: a cart that is %s leaves no session that could be paid', (unpayable) => {
    const cart = { unpayable, version: 4 };
    expect(plan({}, {}, 'sync', cart)).toEqual({ do: 'retrieve' });
    expect(plan({}, { shownState: 'created' }, 'sync', cart)).toEqual({ do: 'expire' });
    expect(plan({}, { shownState: 'expired', expireAsked: true }, 'sync', cart)).toEqual({ do: 'replace' });
    expect(plan({}, { shownState: 'created', expireAsked: true }, 'sync', cart)).toEqual({ do: 'replace' });
    expect(plan({}, {}, 'checkout', cart)).toEqual(stop(unpayable));
  });

  it('M53, M54: nor is a shopper told so before what a payer may have is closed', () => {
    const cart = { unpayable: 'free', version: 4 } as const;
    for (const reason of ['checkout', 'payment'] as const) {
      expect(plan({ handedOut: true }, {}, reason, cart)).toEqual({ do: 'retrieve' });
      expect(plan({ handedOut: true }, { shownState: 'paid' }, reason, cart)).toEqual(stop('held'));
      expect(plan({ handedOut: true }, { shownState: 'pending' }, reason, cart)).toEqual({ do: 'expire' });
      const asked = { shownState: 'expired', expireAsked: true } as const;
      expect(plan({ handedOut: true }, asked, reason, cart)).toEqual({ do: 'replace' });
      expect(plan({ handedOut: true }, { ...asked, shownState: 'attempted' }, reason, cart)).toEqual(stop('stuck'));
      expect(plan(undefined, asked, reason, cart)).toEqual(stop('free'));
    }
  });
});

describe('for every state', () => {
  const state = fc.constantFrom(...PAYMENT_STATES);
  const transaction = fc.record({
    state,
    hasSession: fc.boolean(),
    handedOut: fc.boolean(),
    attemptOpen: fc.boolean(),
    writeOpen: fc.boolean(),
    shownVersion: fc.constantFrom(null, 2, 3),
    uncertain: fc.option(fc.record({ since: fc.constantFrom(NOW, new Date(0)), reconfirmed: fc.boolean() }), {
      nil: undefined,
    }),
  });
  const run = fc.record({
    shownState: fc.option(state, { nil: undefined }),
    writes: fc.nat(4),
    refused: fc.boolean(),
    expireAsked: fc.boolean(),
  });
  const cart = fc.record({
    state: fc.constantFrom(
      'open' as const,
      'frozen' as const,
      'paid' as const,
      'abandoned' as const,
      'expired' as const,
    ),
    version: fc.constant(3),
    unpayable: fc.constantFrom(undefined, 'empty' as const, 'free' as const),
  });
  const reason = fc.constantFrom('sync' as const, 'checkout' as const, 'payment' as const);

  it('M6 M53: nothing is written while an attempt is open, after a success, or on a cart that is over', () => {
    fc.assert(
      fc.property(transaction, run, cart, reason, (given, so, basket, why) => {
        const action = nextSyncAction({ now: NOW, cart: basket, transaction: given }, so, why, UNCERTAIN_MS);
        const over = basket.state !== 'open' && basket.state !== 'frozen';
        if (given.attemptOpen || isSuccess(given.state) || over) expect(action.do).toBe('stop');
      }),
    );
  });

  it('M52: no session is handed out that is uncertain or behind', () => {
    fc.assert(
      fc.property(transaction, run, cart, reason, (given, so, basket, why) => {
        const action = nextSyncAction({ now: NOW, cart: basket, transaction: given }, so, why, UNCERTAIN_MS);
        if (action.do !== 'stop' || action.because !== 'in_step') return;
        expect(given.uncertain).toBeUndefined();
        expect(given.shownVersion).toBe(basket.version);
        if (why !== 'sync') expect(so.writes).toBeGreaterThan(0);
      }),
    );
  });

  it('M51: what was handed out is never patched unseen, and never while it is pending', () => {
    fc.assert(
      fc.property(transaction, run, reason, (given, so, why) => {
        const action = nextSyncAction(
          { now: NOW, cart: { state: 'open', version: 3, unpayable: undefined }, transaction: given },
          so,
          why,
          UNCERTAIN_MS,
        );
        if (action.do !== 'patch') return;
        if (given.handedOut) expect(so.shownState).toBeDefined();
        expect(so.shownState).not.toBe('pending' satisfies PaymentState);
      }),
    );
  });
});
