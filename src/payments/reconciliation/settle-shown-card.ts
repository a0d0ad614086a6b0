import { Injectable } from '@nestjs/common';

import type { FactRow, PaymentRow } from '../../database/schema.ts';
import { awaitsCard } from '../facts/check-fact.ts';
import type { ProviderFact } from '../facts/provider-fact.ts';
import type { PaymentId } from '../identifiers.ts';
import { moneyOf } from '../payment-rows.ts';
import { MerchantEventPublisher } from '../settlement/merchant-event-publisher.ts';
import { Settle } from '../settlement/settle.ts';
import type { LockedPayment, SettlementInput } from '../settlement/settlement-input.ts';
import { isSuccess, type PaymentState } from '../states/payment-state.ts';

interface ShownInput extends SettlementInput {
  /** The state that the card was awaited in; nothing where it is awaited no more. */
  readonly awaitedIn: PaymentState | undefined;
}

/** M24: Ottu's list shows the card, which proves the success that was named, and the merchant is told: once. */
@Injectable()
export class SettleShownCard {
  constructor(
    private readonly settle: Settle,
    private readonly events: MerchantEventPublisher,
  ) {}

  /** @param card as the merchant is told it; without its token. */
  async execute(paymentId: PaymentId, card: object | null): Promise<void> {
    await this.settle.settle<ShownInput>({
      paymentId,
      interpret: proving,
      // Another replica, or an operator (M27), was faster.
      applies: ({ awaitedIn, fact }) => awaitedIn !== undefined && fact?.checked.matches === true,
      alongside: async (tx, { awaitedIn: previousState = 'confirming' }) =>
        this.events.publish(tx, paymentId, 'card.saved', { previousState, more: { card } }),
    });
  }
}

function proving({ payment, facts, check }: LockedPayment): ShownInput {
  const named = facts.find((fact) => isSuccess(fact.state) && awaitsCard(fact.mismatches));
  const event = 'card_shown';
  if (named === undefined || isSuccess(payment.state) || payment.decided_state !== null) {
    return { event, awaitedIn: undefined };
  }
  const reported = provedBy(payment, named);
  return { event, fact: { reported, checked: check(reported) }, awaitedIn: payment.state };
}

/** The success that was named, said once more by the list. */
function provedBy(payment: PaymentRow, { state, result, reference_number: reference }: FactRow): ProviderFact {
  const amount = moneyOf(payment.amount_minor, payment.currency_code);
  return {
    source: 'card_list',
    state,
    result: result ?? undefined,
    orderNo: payment.order_no,
    sessionId: payment.session_id ?? undefined,
    amount: amount.toString(),
    currencyCode: amount.currency,
    settledAmount: undefined,
    referenceNumber: reference ?? undefined,
    isSandbox: undefined,
    pgCode: undefined,
    customerId: undefined,
    paymentType: undefined,
    message: undefined,
    pgParams: undefined,
  };
}
