import type { Durations } from '../../config/durations.ts';
import type { Tx } from '../../database/database.ts';
import { isCurrencyCode, type CurrencyCode } from '../../money/currency.ts';
import { MoneyError } from '../../money/money-error.ts';
import { Money } from '../../money/money.ts';
import { Problem, type FieldError } from '../../problems/problem.ts';
import { admitCharge } from '../agreements/admit-charge.ts';
import {
  adoptAgreement,
  chargesSoFar,
  cycleHolder,
  lockAgreement,
  takeCycle,
  type LockedAgreement,
} from '../agreements/agreement-rows.ts';
import { differences, fixedAmount, termsOf } from '../agreements/agreement-terms.ts';
import type { ClaimGate, GateHolder } from '../attempts/attempt-claim.ts';
import { OrderNoConflict } from '../new-payment.ts';
import type { PaymentId } from '../identifiers.ts';
import { cycleName, type AutoDebitRequest } from './auto-debit.request.ts';

/** M82: what the claim of an auto-debit takes besides its key: one cycle of one agreement, by the agreement's terms. */
export class CycleGate implements ClaimGate {
  #locked: LockedAgreement | undefined;

  constructor(
    private readonly request: AutoDebitRequest,
    private readonly durations: Durations,
  ) {}

  /** The agreement as it was when it was locked last. */
  get agreement(): LockedAgreement {
    if (this.#locked === undefined) throw new Error('a gate is opened before anybody looks through it');
    return this.#locked;
  }

  /** What is to be charged: as it was asked for, or the one amount of the agreement. */
  get amount(): Money {
    const { amount } = this.request;
    const currency = currencyOf(this.request);
    if (amount !== undefined) return givenAmount(amount, currency);
    const fixed = fixedAmount(this.agreement);
    if (fixed !== undefined) return fixed;
    throw invalid([{ pointer: '/amount', message: 'is required: the agreement names no fixed amount' }]);
  }

  async open(tx: Tx): Promise<void> {
    const { request } = this;
    const name = { agreementId: request.agreement_id, customerId: request.customer_id };
    if (request.agreement !== undefined) await this.#adopt(tx, name);
    this.#locked = await lockAgreement(tx, name);
    if (this.#locked === undefined) {
      throw new Problem('agreement_not_found', {
        detail:
          'No payment of this customer began it here. The terms of one that began elsewhere are given as "agreement", once.',
        outcome: 'none',
      });
    }
    if (request.agreement === undefined) return;
    const terms = termsOf(request.agreement, this.agreement.currency_code);
    const differing = differences(terms, this.agreement);
    if (differing.length === 0) return;
    throw new Problem('agreement_differs', {
      detail: 'It is kept with the terms that it has. Only a new first payment, by the payer himself, changes them.',
      errors: differing.map((member) => ({ pointer: `/agreement/${member}`, message: 'differs from what is kept' })),
      outcome: 'none',
    });
  }

  async #adopt(tx: Tx, name: { readonly agreementId: string; readonly customerId: string }): Promise<void> {
    const { agreement, amount, pg_code: pgCode } = this.request;
    if (agreement === undefined || pgCode === undefined) return;
    const currency = currencyOf(this.request);
    const fixed = agreement.amount_variability === 'fixed' ? givenAmount(amount, currency) : currency;
    await adoptAgreement(tx, name, { pgCode, terms: termsOf(agreement, fixed) });
  }

  async holder(tx: Tx, except: PaymentId | undefined): Promise<GateHolder | undefined> {
    const holder = await cycleHolder(tx, this.#cycle, except);
    if (holder?.kind !== 'retired') return holder;
    throw new Problem('cycle_charged', {
      detail: 'It was charged so long ago that its payment is no longer kept. Nothing was charged for this request.',
      outcome: 'final',
      retry: { advice: 'never' },
    });
  }

  async admit(tx: Tx, amount: Money = this.amount): Promise<void> {
    const { pg_code: pgCode } = this.request;
    const { agreementDay: dayMs, agreementGrace: graceMs } = this.durations;
    admitCharge(this.agreement, await chargesSoFar(tx, this.agreement, this.#cycle.cycle, { dayMs, graceMs }), amount);
    if (pgCode !== undefined && this.agreement.pg_code !== null && pgCode !== this.agreement.pg_code) {
      throw invalid([{ pointer: '/pg_code', message: 'is not the gateway of the agreement' }]);
    }
  }

  async take(tx: Tx, paymentId: PaymentId): Promise<void> {
    // An order number of which nothing came is for its cycle only.
    if (!(await takeCycle(tx, this.#cycle, paymentId))) throw new OrderNoConflict();
  }

  get #cycle(): { readonly agreement: string; readonly cycle: string } {
    return { agreement: this.agreement.id, cycle: cycleName(this.request.cycle) };
  }
}

function currencyOf({ currency_code: currency }: AutoDebitRequest): CurrencyCode {
  if (isCurrencyCode(currency)) return currency;
  throw invalid([{ pointer: '/currency_code', message: 'is not a currency that this service knows' }]);
}

function givenAmount(text: string | undefined, currency: CurrencyCode): Money {
  try {
    const amount = Money.parse(text, currency);
    if (amount.isZero()) throw invalid([{ pointer: '/amount', message: 'must be above zero' }]);
    return amount;
  } catch (error) {
    if (error instanceof MoneyError) throw invalid([{ pointer: '/amount', message: error.message }]);
    throw error;
  }
}

function invalid(errors: readonly FieldError[]): Problem {
  return new Problem('validation_failed', { errors, outcome: 'none' });
}
