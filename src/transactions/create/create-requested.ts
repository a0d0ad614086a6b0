import { Injectable } from '@nestjs/common';

import type { Caller } from '../../access/caller.ts';
import { Settings } from '../../config/settings.ts';
import type { JsonBody } from '../../http/json-body.ts';
import { parseCurrency } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import type { IdempotencyClaim } from '../../payments/attempts/idempotency-keys.ts';
import { asOrderNo } from '../../payments/identifiers.ts';
import type { NewPayment } from '../../payments/new-payment-columns.ts';
import { newOrderNo, defaultWebhookUrl } from '../../payments/request/ottu-defaults.ts';
import type { CreateTransactionRequest } from '../request/create-transaction.request.ts';
import { isGiven } from '../request/formats.ts';
import { announcesCreation } from '../request/nested-members.dto.ts';
import { ottuText, purchaseOf } from '../request/purchase.ts';
import type { PassedResponse } from '../transaction.response.ts';
import { CreateTransaction } from './create-transaction.ts';

export const TRANSACTIONS_PATH = '/v1/payment-transactions';

/** M7: within what a key of this route is unique, charge or not. */
export function idempotencyOf(caller: Caller, key: string, body: { readonly sha256: string }): IdempotencyClaim {
  return { caller: caller.name, method: 'POST', path: TRANSACTIONS_PATH, key, bodySha256: body.sha256 };
}

/** A server's request for a transaction that a payer will pay, as this service writes it down and passes it on. */
@Injectable()
export class CreateRequested {
  constructor(
    private readonly create: CreateTransaction,
    private readonly checkout: CheckoutApi,
    private readonly settings: Settings,
  ) {}

  async execute(
    caller: Caller,
    key: string | undefined,
    body: JsonBody<CreateTransactionRequest>,
  ): Promise<PassedResponse> {
    const payment = newTransaction(body.dto, this.settings);
    return this.create.execute({
      ...payment,
      caller: caller.name,
      idempotency: key === undefined ? undefined : idempotencyOf(caller, key, body),
      prepare: (orderNo) => {
        const text = ottuText(body.document, { order_no: orderNo, webhook_url: payment.webhookUrl });
        return (deadline) => this.checkout.create(text, deadline, { group: 'checkout' });
      },
      outcomeIfLost: announcesCreation(body.dto.notifications) ? 'unknown' : 'none',
    });
  }
}

/** The payment that a request without faults asks for, as it is written before Ottu hears of it. */
export function newTransaction(
  request: CreateTransactionRequest,
  settings: Pick<Settings, 'http' | 'orderNoPrefix'>,
): NewPayment {
  const { order_no: orderNo, customer_id: customerId, webhook_url: webhookUrl } = request;
  return {
    origin: 'transaction',
    orderNo: orderNo === undefined ? newOrderNo(settings.orderNoPrefix) : asOrderNo(orderNo),
    transactionType: request.type,
    paymentType: request.payment_type ?? 'one_off',
    pgCodes: request.pg_codes,
    customerId: isGiven(customerId) ? customerId : undefined,
    // The zeros beyond the currency's digits are for Ottu to judge (M60).
    amount: Money.fromProvider(request.amount, parseCurrency(request.currency_code)),
    webhookUrl: webhookUrl ?? defaultWebhookUrl(settings),
    foreignWebhook: webhookUrl !== undefined,
    agreement: request.agreement,
    paymentLink: request.type === 'payment_request' || announcesCreation(request.notifications),
    snapshot: purchaseOf(request),
  };
}
