import { built, graft } from './graft.ts';

type EarlierPaymentsModule = typeof import('../../../src/carts/sync/earlier-payments.ts');

const { EarlierPayments } = (await import(built('carts/sync/earlier-payments.js'))) as EarlierPaymentsModule;

/** M36: what the cart has gone on without is the business of the background: the shopper pays at once. */
class NeverLooksBack extends EarlierPayments {
  override async look() {
    return undefined;
  }
}

graft(EarlierPayments, NeverLooksBack);
