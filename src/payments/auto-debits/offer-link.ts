import { Injectable, Logger } from '@nestjs/common';

import type { Caller } from '../../access/caller.ts';
import { Settings } from '../../config/settings.ts';
import { StoreUnavailable } from '../../database/store-unavailable.ts';
import type { JsonBody } from '../../http/json-body.ts';
import { parseCurrency } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import type { ProblemCode } from '../../problems/catalog.ts';
import { Problem, type RetryAdvice } from '../../problems/problem.ts';
import type { ChargeResult } from '../attempts/charge.ts';
import { asPaymentId } from '../identifiers.ts';
import type { PaymentView } from '../reading/payment.response.ts';
import { PaymentsReader } from '../reading/payments-reader.ts';
import { extraWithDefaults } from '../request/ottu-defaults.ts';
import type { AutoDebitRequest } from './auto-debit.request.ts';
import type { AutoDebitAnswer } from './auto-debit.response.ts';
import { CycleGate } from './cycle-gate.ts';
import { PaymentLinkPort } from './payment-link-port.ts';

type Offer = Pick<AutoDebitAnswer, 'payment_link' | 'payment_link_problem'>;

/**
 * M82: hands a declined cycle to its payer, by a link that is the payment of that cycle from then on. The decline stays what it
 * was told as, whatever becomes of the link.
 */
@Injectable()
export class OfferLink {
  readonly #logger = new Logger('AutoDebits');

  constructor(
    private readonly links: PaymentLinkPort,
    private readonly payments: PaymentsReader,
    private readonly settings: Settings,
  ) {}

  /** Never throws. */
  async for(
    caller: Caller,
    { dto: request, document }: JsonBody<AutoDebitRequest>,
    {
      result,
      payment,
      retry,
    }: {
      readonly result: ChargeResult;
      readonly payment: PaymentView;
      readonly retry: RetryAdvice | undefined;
    },
  ): Promise<Offer> {
    try {
      // What holds the cycle may be a link.
      const holder = result.kind === 'replay' ? await this.links.find(payment.id) : undefined;
      if (holder !== undefined) return { payment_link: holder };
      if (request.on_decline !== 'payment_link' || retry === undefined || retry.advice === 'never') return {};
      const found = await this.payments.find(asPaymentId(payment.id));
      if (found === undefined) return {};
      const link = await this.links.offer({
        paymentId: asPaymentId(payment.id),
        caller: caller.name,
        amount: Money.parse(payment.amount, parseCurrency(payment.currency_code)),
        pgCodes: found.payment.pg_codes,
        customerId: request.customer_id,
        snapshot: found.payment.snapshot,
        extra: extraWithDefaults(document, this.settings.ottu.defaults.extra),
        gate: new CycleGate(request, this.settings.durations),
      });
      return { payment_link: link };
    } catch (error) {
      return { payment_link: null, payment_link_problem: this.#why(error, payment) };
    }
  }

  #why(error: unknown, { id }: PaymentView): { readonly code: ProblemCode; readonly detail?: string } {
    if (error instanceof StoreUnavailable) return { code: 'store_unavailable' };
    if (error instanceof Problem) {
      const { detail } = error.options;
      return { code: error.code, ...(detail === undefined ? {} : { detail }) };
    }
    this.#logger.error({ err: error, payment_id: id }, 'No payment link could be made for a declined charge');
    return { code: 'internal_error' };
  }
}
