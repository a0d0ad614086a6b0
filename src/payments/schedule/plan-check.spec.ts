import { describe, expect, it } from '@jest/globals';

import { scaledDurations } from '../../config/durations.ts';
import type { InquiryResult } from '../../database/schema.ts';
import { PAYMENT_STATES, type PaymentState } from '../states/payment-state.ts';
import { planCheck, provesNotProcessed, type NewestAttempt, type ReconciliationState } from './plan-check.ts';

const WAITS = scaledDurations(1);
const CLAIM = Date.parse('2026-06-01T00:00:00Z');
const minute = (minutes: number): Date => new Date(CLAIM + minutes * 60_000);

const attempt = (state: NewestAttempt['state'], changes: Partial<NewestAttempt> = {}): NewestAttempt => ({
  state,
  startedAt: minute(0),
  leaseUntil: minute(1.5),
  answerLost: false,
  detached: false,
  holdUntil: undefined,
  ...changes,
});

/** A charge that is unknown, two minutes after its claim, by a gateway that Ottu asks after 11 minutes. */
const UNKNOWN: ReconciliationState = {
  now: minute(2),
  state: 'unknown',
  hasSession: false,
  handedOut: false,
  ofCart: false,
  paymentLink: false,
  claimedAt: minute(0),
  activityAt: minute(1),
  expiresAt: minute(30),
  newest: attempt('unknown'),
  pendingSince: undefined,
  awaitsSettledAmount: false,
  rejected: false,
  inquireOnce: false,
  closingAskedAt: undefined,
  questionedAt: undefined,
  neverSeen: true,
  underReview: false,
  inquiries: [],
  gateway: { minutes: 11 },
};

const asked = (
  ...inquiries: [minutes: number, result: InquiryResult | null][]
): Pick<ReconciliationState, 'inquiries'> => ({
  inquiries: inquiries.map(([minutes, result]) => ({ sentAt: minute(minutes), result })),
});

/** What comes next, and how many minutes after the claim. */
function plan(changes: Partial<ReconciliationState>): [string, number] | undefined {
  const step = planCheck({ ...UNKNOWN, ...changes }, WAITS);
  return step === undefined ? undefined : [step.what, (step.at.getTime() - CLAIM) / 60_000];
}

describe('M24: the list of cards that is to show a saved one', () => {
  it.each([
    ['at once where an event has named the card', 2, { since: minute(1.5), named: true }, 'card_list', 2],
    ['a minute later where none has', 2, { since: minute(1.5), named: false }, 'card_list', 2.5],
    ['again and again for an hour', 60, { since: minute(1), named: true }, 'card_list', 60],
    ['then no more until a day is over', 61, { since: minute(1), named: true }, 'card_list', 24 * 60 + 1],
    ['after which people look at it', 24 * 60 + 1, { since: minute(1), named: true }, 'give_up', 24 * 60 + 1],
  ] as const)('is looked at %s', (_when, now, awaitsCardList, what, at) => {
    const saved = { state: 'confirming', hasSession: true, handedOut: true, newest: undefined } as const;
    expect(plan({ ...saved, now: minute(now), awaitsCardList })).toEqual([what, at]);
  });

  it('is looked at no more once the success is proved, or people decide', () => {
    const awaitsCardList = { since: minute(1), named: true };
    for (const state of ['paid', 'needs_review'] as const) {
      expect(plan({ state, hasSession: true, newest: undefined, awaitsCardList })).toBeUndefined();
    }
  });
});

describe('M32: an open attempt without a session', () => {
  it.each<[string, ReconciliationState['gateway'], number]>([
    ['a gateway that Ottu asks after 3 minutes', { minutes: 3 }, 12],
    ['after 11', { minutes: 11 }, 14],
    ['after 60', { minutes: 60 }, 63],
    ['one whose time is not known', 'unknown', 12],
    ['one that cannot be asked', 'none', 12],
  ])('M32: %s', (_what, gateway, first) => expect(plan({ gateway })).toEqual(['inquiry', first]));

  it('M32: at 12, 43 and 75 minutes, never a fourth', () => {
    const gateway = 'unknown';
    expect(plan({ gateway })).toEqual(['inquiry', 12]);
    expect(plan({ gateway, now: minute(13), ...asked([12, 'refused']) })).toEqual(['inquiry', 43]);
    expect(plan({ gateway, now: minute(44), ...asked([12, 'refused'], [43, 'refused']) })).toEqual(['inquiry', 75]);
    expect(plan({ gateway, now: minute(76), ...asked([12, 'refused'], [43, 'refused'], [75, 'refused']) })).toEqual([
      'give_up',
      76,
    ]);
  });

  it('M53: an attempt that is open beside a success is followed, until people look at it', () => {
    expect(plan({ state: 'paid' })).toBeDefined();
    expect(plan({ state: 'paid', underReview: true })).toBeUndefined();
    expect(plan({ state: 'paid', newest: attempt('succeeded') })).toBeUndefined();
  });

  it('M32 F9: two inquiries are never closer than Ottu takes them', () => {
    expect(plan({ now: minute(41), ...asked([40, 'refused']) })).toEqual(['inquiry', 71]);
    expect(plan({ gateway: { minutes: 60 }, now: minute(64), ...asked([63, 'refused']) })).toEqual(['inquiry', 94]);
  });

  it('M33: an end after 24 hours at the latest', () => {
    expect(plan({ now: minute(1430), ...asked([1425, 'refused']) })).toEqual(['give_up', 1440]);
    expect(plan({ now: minute(1500), ...asked([12, 'refused']) })).toEqual(['give_up', 1500]);
  });

  it('a service that was away for days asks once before it gives up', () => {
    expect(plan({ now: minute(5000) })).toEqual(['inquiry', 14]);
  });

  it('an inquiry that is under way is waited for before the end', () => {
    const under = asked([12, 'refused'], [43, 'refused'], [75, null]);
    expect(plan({ now: minute(75), ...under })).toEqual(['give_up', 80]);
    expect(plan({ now: minute(200), ...under })).toEqual(['give_up', 200]);
  });

  it('M3: while somebody may still hear the answer, nothing', () => {
    expect(plan({ state: 'sending', newest: attempt('sending') })).toBeUndefined();
  });

  it('a create whose answer was lost is followed like a charge', () => {
    expect(plan({ newest: undefined })).toEqual(['inquiry', 14]);
  });
});

describe('M33: what proves that nothing was processed', () => {
  const proves = (changes: Partial<ReconciliationState>): boolean =>
    provesNotProcessed({ ...UNKNOWN, ...changes }, WAITS);

  it.each<[string, Partial<ReconciliationState>, boolean]>([
    ['12 and 75', asked([12, 'not_found'], [75, 'not_found']), true],
    ['43 and 75', asked([12, 'throttled'], [43, 'not_found'], [75, 'not_found']), true],
    ['two before minute 60', asked([12, 'not_found'], [43, 'not_found']), false],
    ['the last at minute 60 sharp', asked([12, 'not_found'], [60, 'not_found']), false],
    ['two that are 29 minutes apart', asked([50, 'not_found'], [79, 'not_found']), false],
    ['one only', asked([75, 'not_found']), false],
    ['a refusal after it', asked([12, 'not_found'], [43, 'not_found'], [75, 'refused']), false],
    ['none', {}, false],
    ['a session that is known', { hasSession: true, ...asked([12, 'not_found'], [75, 'not_found']) }, false],
    [
      'what was asked before the newest attempt',
      { claimedAt: minute(13), ...asked([12, 'not_found'], [75, 'not_found']) },
      false,
    ],
    ['a word of Ottu that was heard', { neverSeen: false, ...asked([12, 'not_found'], [75, 'not_found']) }, false],
  ])('M33: %s', (_what, changes, expected) => expect(proves(changes)).toBe(expected));

  it('M33: then it ends at once', () => {
    expect(plan({ now: minute(76), ...asked([12, 'not_found'], [75, 'not_found']) })).toEqual(['give_up', 76]);
  });
});

describe('M31: an open attempt with a session', () => {
  const SESSION: Partial<ReconciliationState> = { hasSession: true, neverSeen: false, gateway: 'none' };

  it('M31: retrieves 1, 5, 15, 60 minutes after the last activity, at expiry and the inquiry time, and 24 hours later', () => {
    const times: number[] = [];
    for (let now = 1; ;) {
      const next = plan({ ...SESSION, now: minute(now), expiresAt: minute(100) });
      if (next?.[0] !== 'retrieve') break;
      times.push(next[1]);
      now = next[1];
    }
    expect(times).toEqual([2, 6, 16, 61, 100, 1540]);
    expect(plan({ ...SESSION, now: minute(1541), expiresAt: minute(100) })).toEqual(['give_up', 1541]);
  });

  it('M31: activity starts them anew', () => {
    expect(plan({ ...SESSION, now: minute(50), activityAt: minute(50) })).toEqual(['retrieve', 51]);
  });

  it.each<[string, ReconciliationState['gateway'], number | undefined]>([
    ['after the gateway of 11 minutes', { minutes: 11 }, 14],
    ['after 60 where it is not known', 'unknown', 60],
    ['never where it cannot be asked', 'none', undefined],
  ])('M23: and inquires when that can end it: %s', (_what, gateway, expected) => {
    const next = plan({
      ...SESSION,
      gateway,
      now: minute(59),
      activityAt: minute(0),
      expiresAt: minute(2000),
      ...(expected === 14 ? { now: minute(6) } : {}),
    });
    expect(next).toEqual(expected === undefined ? ['retrieve', 60] : ['inquiry', expected]);
  });

  it.each<[string, Partial<ReconciliationState>, [string, number]]>([
    ['whose answer was lost: its session is closed at the end of its lease', {}, ['expire', 1.5]],
    ['at once, where that is over', { now: minute(9) }, ['expire', 9]],
    ['again after five minutes, where Ottu did not end it', { closingAskedAt: minute(1.5) }, ['retrieve', 2]],
    ['and only so', { closingAskedAt: minute(1.5), now: minute(6) }, ['expire', 6.5]],
    ['that was heard: not so', { newest: attempt('unknown') }, ['retrieve', 2]],
    ['of a charge without a cart: not so', { ofCart: false }, ['retrieve', 2]],
    ['whose session is over: is looked at', { state: 'expired' }, ['retrieve', 2]],
    ['then inquired', { state: 'expired', gateway: { minutes: 11 }, now: minute(6) }, ['inquiry', 14]],
    [
      'but not while Ottu shows `created`',
      { state: 'created', gateway: { minutes: 11 }, closingAskedAt: minute(4), now: minute(6) },
      ['expire', 9],
    ],
    ['that waits for its payer: not so', { newest: attempt('action_required'), now: minute(14) }, ['retrieve', 16]],
  ])('M35: an attempt of a cart %s', (_what, changes, expected) => {
    const newest = attempt('unknown', { answerLost: true });
    expect(plan({ ...SESSION, ofCart: true, now: minute(1), newest, expiresAt: minute(100), ...changes })).toEqual(
      expected,
    );
  });

  it('M35: holds its cart no longer than it may, and is followed after that', () => {
    const held = (holdUntil: Date | undefined, changes: Partial<NewestAttempt> = {}) =>
      plan({
        ...SESSION,
        ofCart: true,
        state: 'expired',
        now: minute(16),
        expiresAt: minute(1000),
        newest: attempt('unknown', { answerLost: true, holdUntil, ...changes }),
      });
    expect(held(minute(17))).toEqual(['give_up', 17]);
    expect(held(minute(10))).toEqual(['give_up', 16]);
    expect(held(minute(90))).toEqual(['retrieve', 61]);
    expect(held(undefined)).toEqual(['retrieve', 61]);
    expect(held(minute(17), { detached: true })).toEqual(['retrieve', 61]);
  });

  it('M31 M35: a payment that its cart went on without is asked about until a day after its expiry', () => {
    const newest = attempt('action_required', { detached: true });
    const detached: Partial<ReconciliationState> = { ...SESSION, state: 'needs_review', ofCart: true, newest };
    const at = (minutes: number) => plan({ ...detached, now: minute(minutes), expiresAt: minute(100) });
    expect([at(60), at(61), at(100), at(1540)]).toEqual([
      ['retrieve', 61],
      ['retrieve', 100],
      ['retrieve', 1540],
      undefined,
    ]);
    expect(plan({ ...detached, now: minute(61), awaitsSettledAmount: true, gateway: { minutes: 11 } })).toEqual([
      'inquiry',
      14,
    ]);
    expect(plan({ ...detached, newest: attempt('action_required'), now: minute(60) })).toBeUndefined();
  });

  it('M31: while Ottu shows `pending` it is retrieved every 5 minutes for an hour, then every 15 until its expiry', () => {
    const times: number[] = [];
    for (let now = 61; ;) {
      const next = plan({
        ...SESSION,
        state: 'pending',
        pendingSince: minute(30),
        now: minute(now),
        expiresAt: minute(150),
      });
      if (next?.[0] !== 'retrieve' || next[1] > 150) break;
      times.push(next[1]);
      now = next[1];
    }
    expect(times).toEqual([65, 70, 75, 80, 85, 90, 105, 120, 135, 150]);
  });

  it('M26: a success of which the settled amount is not known is looked at and inquired, and then shown to people', () => {
    const awaited: Partial<ReconciliationState> = {
      ...SESSION,
      awaitsSettledAmount: true,
      newest: attempt('succeeded'),
    };
    expect(plan({ ...awaited, gateway: { minutes: 11 } })).toEqual(['retrieve', 6]);
    expect(plan({ ...awaited, gateway: { minutes: 11 }, now: minute(7) })).toEqual(['inquiry', 14]);
    expect(plan({ ...awaited, now: minute(76), ...asked([12, 'refused'], [43, 'refused'], [75, 'refused']) })).toEqual([
      'give_up',
      76,
    ]);
  });
});

describe('what is settled', () => {
  const ended = (state: PaymentState, changes: Partial<ReconciliationState> = {}) =>
    plan({
      state,
      hasSession: true,
      neverSeen: false,
      newest: attempt('declined'),
      ...changes,
    });

  it('M31: a charge is looked at again although it was never handed out, unless nothing can come of it any more', () => {
    const payment: PaymentState[] = ['unknown', 'created', 'pending', 'attempted', 'failed', 'expired'];
    for (const state of PAYMENT_STATES) {
      expect([state, ended(state, { closingAskedAt: minute(1) })?.[0]]).toEqual([
        state,
        payment.includes(state) ? 'retrieve' : undefined,
      ]);
      expect(ended(state, { hasSession: false, closingAskedAt: minute(1) })?.[0]).not.toBe('retrieve');
    }
  });

  it('M31: a transaction that the payer may still pay is retrieved', () => {
    // The payer cannot pay the last two any more, and a late word of the gateway still can.
    for (const state of ['created', 'pending', 'attempted', 'failed', 'expired'] as const) {
      expect(ended(state, { handedOut: true })).toEqual(['retrieve', 6]);
    }
    for (const state of ['paid', 'authorized', 'cod', 'canceled', 'invalided', 'needs_review'] as const) {
      expect(ended(state, { handedOut: true })).toBeUndefined();
    }
  });

  it('M31 M56: what a cart has tried to pay with is retrieved, although its session was never handed out', () => {
    expect(ended('attempted', { ofCart: true })).toEqual(['retrieve', 6]);
    // The challenge was never answered, and the cart went on with another session: the bank may still answer this one.
    expect(ended('expired', { ofCart: true })).toEqual(['retrieve', 6]);
    expect(ended('expired', { ofCart: true, now: minute(62) })).toEqual(['retrieve', 41 + 24 * 60]);
    expect(ended('paid', { ofCart: true })).toBeUndefined();
    expect(ended('expired', { ofCart: true, newest: undefined })).toBeUndefined();
  });

  it('M14: a declined charge is expired at once, unless there is a link, or it was asked for already, or is over', () => {
    expect(ended('attempted')).toEqual(['expire', 2]);
    expect(ended('attempted', { paymentLink: true })).toEqual(['retrieve', 6]);
    expect(ended('attempted', { handedOut: true })).toEqual(['retrieve', 6]);
    expect(ended('attempted', { closingAskedAt: minute(1) })).toEqual(['retrieve', 6]);
    expect(ended('attempted', { now: minute(31) })).toEqual(['retrieve', 41]);
    expect(ended('attempted', { hasSession: false })).toBeUndefined();
  });

  it('M11: what could not be executed is inquired once, even where people look at it', () => {
    const once: Partial<ReconciliationState> = { inquireOnce: true, questionedAt: minute(0), hasSession: false };
    expect(ended('failed', once)).toEqual(['inquiry', 14]);
    expect(ended('needs_review', once)).toEqual(['inquiry', 14]);
    expect(ended('failed', { ...once, ...asked([14, 'not_found']) })).toBeUndefined();
    expect(ended('paid', once)).toBeUndefined();
  });

  it('M11: that inquiry is asked again while Ottu has not answered it, and one of the three is left alone', () => {
    const once: Partial<ReconciliationState> = { inquireOnce: true, questionedAt: minute(0), hasSession: false };
    for (const lost of ['throttled', 'no_answer', null] as const) {
      expect(ended('failed', { ...once, ...asked([14, lost]) })).toEqual(['inquiry', 45]);
      expect(ended('failed', { ...once, ...asked([14, lost], [45, lost]) })).toBeUndefined();
    }
    for (const heard of ['answered', 'unverified', 'not_found', 'refused'] as const) {
      expect(ended('failed', { ...once, ...asked([14, 'throttled'], [45, heard]) })).toBeUndefined();
    }
  });

  it('M11: it counts from the last attempt that ended so, and what was asked before that says nothing', () => {
    const second: Partial<ReconciliationState> = { inquireOnce: true, questionedAt: minute(20), hasSession: false };
    expect(ended('failed', second)).toEqual(['inquiry', 34]);
    expect(ended('failed', { ...second, ...asked([14, 'answered']) })).toEqual(['inquiry', 45]);
    expect(ended('failed', { ...second, ...asked([14, 'answered'], [45, 'answered']) })).toBeUndefined();
    // An attempt that ended otherwise since then owes none.
    const later = { ...second, newest: attempt('declined', { startedAt: minute(50) }) } as const;
    expect(ended('failed', { ...later, ...asked([34, 'answered']) })).toBeUndefined();
  });

  it('M11, M31: a retrieve that is due before it is not held up by it', () => {
    const handedOut = { inquireOnce: true, questionedAt: minute(1), hasSession: true, handedOut: true } as const;
    expect(ended('attempted', handedOut)).toEqual(['retrieve', 6]);
  });
});
