import { paymentNotices } from '../webhooks/payment-notices.ts';
import type { Attempt, Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';
import { canBeAsked, learn } from './learn.ts';

const CHECKS = 3;
const MINUTE = 60_000;

const isUndecided = (attempt: Attempt): boolean => attempt.result === 'pending' || attempt.later !== undefined;

/**
 * Ottu's own inquiry of an attempt that its answer left open (F9.1): after the gateway's minutes, three times, until
 * something new is known, which is then told by webhook.
 */
export function watchAttempt(world: World, transaction: Transaction, attempt: Attempt): void {
  if (!isUndecided(attempt) || !canBeAsked(attempt)) return;
  const every = attempt.gateway.inquiryMinutes * MINUTE;
  const check = (count: number): void => {
    if (!isUndecided(attempt)) return;
    const asks = world.switches.automatic_inquiry === 'on';
    if (asks && learn(world, transaction, attempt)) {
      void world.webhooks.dispatch(paymentNotices(world, transaction, attempt, 'automatic_inquiry'));
    } else if (count < CHECKS) plan(count + 1);
  };
  const plan = (count: number): void => world.agenda.at(attempt.startedAt + count * every, () => check(count));
  plan(1);
}
