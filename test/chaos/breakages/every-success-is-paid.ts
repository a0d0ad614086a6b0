import { built, graft } from './graft.ts';

type FollowPaymentsModule = typeof import('../../../src/carts/sync/follow-payments.ts');

const { FollowPayments } = (await import(built('carts/sync/follow-payments.js'))) as FollowPaymentsModule;

/**
 * Ottu says paid, the amount is one that was asked for: why look at the cart? Because it has been changed, or paid by
 * another transaction, since.
 */
class EverySuccessIsPaid extends FollowPayments {
  override async doubts() {
    return [];
  }
}

graft(FollowPayments, EverySuccessIsPaid);
