import { Injectable } from '@nestjs/common';

import { noteForAudit } from '../../audit/key-use.ts';
import { RedirectUrls } from '../../access/redirect-urls.ts';
import { Settings } from '../../config/settings.ts';
import { languageOf } from '../../http/fields/index.ts';
import { JsonDocument } from '../../json/json-document.ts';
import { writeJson } from '../../json/write-json.ts';
import { isCurrencyCode, type CurrencyCode } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import type { IdempotencyClaim } from '../../payments/attempts/idempotency-keys.ts';
import { asOrderNo } from '../../payments/identifiers.ts';
import { withPhones } from '../../payments/request/phones.ts';
import { defaultWebhookUrl, newOrderNo } from '../../payments/request/ottu-defaults.ts';
import { Problem } from '../../problems/problem.ts';
import { CreateTransaction } from '../../transactions/create/create-transaction.ts';
import type { PassedResponse } from '../../transactions/transaction.response.ts';
import type { CustomerCardSetupRequest } from './card-setup.request.ts';
import { KeepingGateways } from './keeping-gateways.ts';

export interface CardSetup {
  readonly customerId: string;
  readonly caller: string;
  readonly idempotency: IdempotencyClaim | undefined;
}

export interface ReadyCardSetup {
  readonly paymentId: string;
  readonly sessionId: string;
  /** Ottu's page. */
  readonly checkoutUrl: string;
  readonly replayed: boolean;
}

/** F13.1: Ottu takes no other spelling of nothing. The payment's row has the digits of its currency. */
const NOTHING = '0';

/**
 * Saves a card without a payment: a `save_card` transaction of amount zero, which its owner completes on Ottu's page. It is
 * a transaction like any other that a payer is to pay: claim, call and settlement are `CreateTransaction`'s.
 */
@Injectable()
export class SetUpCard {
  constructor(
    private readonly create: CreateTransaction,
    private readonly gateways: KeepingGateways,
    private readonly checkout: CheckoutApi,
    private readonly redirects: RedirectUrls,
    private readonly settings: Settings,
  ) {}

  /**
   * @throws Problem for what is wrong with the request, `ottu_api_key_needed`, `cards_not_kept`, and those of
   * `CreateTransaction`
   */
  async execute(
    { customerId, caller, idempotency }: CardSetup,
    request: CustomerCardSetupRequest,
  ): Promise<ReadyCardSetup> {
    const currency = currencyOf(request);
    this.redirects.assertAllowed(request.redirect_url);
    const pgCodes = await this.gateways.find(currency, request.pg_codes);
    const { customer } = withPhones(request, this.settings.defaultCountry);
    const webhookUrl = defaultWebhookUrl(this.settings);
    const { defaults } = this.settings.ottu;
    const response = await this.create.execute({
      caller,
      idempotency,
      origin: 'transaction',
      orderNo: request.order_no === undefined ? newOrderNo(this.settings.orderNoPrefix) : asOrderNo(request.order_no),
      transactionType: 'e_commerce',
      paymentType: 'save_card',
      pgCodes,
      customerId,
      merchantReference: request.merchant_reference,
      amount: Money.fromMinor(0n, currency),
      webhookUrl,
      foreignWebhook: false,
      agreement: undefined,
      snapshot: {
        customer: { id: customerId, ...given(customer) },
        ...(request.extra === undefined ? {} : { extra: request.extra }),
      },
      prepare: (orderNo) => {
        const details = { ...defaults.customer, ...given(customer) };
        const extra = { ...defaults.extra, ...request.extra };
        const text = writeJson({
          type: 'e_commerce',
          payment_type: 'save_card',
          amount: NOTHING,
          currency_code: currency,
          pg_codes: pgCodes,
          order_no: orderNo,
          customer_id: customerId,
          customer_email: details['email'],
          customer_phone: details['phone'],
          customer_phone_2: details['phone_2'],
          customer_first_name: details['first_name'],
          customer_last_name: details['last_name'],
          customer_birthdate: details['birthdate'],
          extra: Object.keys(extra).length === 0 ? undefined : extra,
          language: languageOf(request.language),
          redirect_url: request.redirect_url,
          webhook_url: webhookUrl,
        });
        return (deadline) => this.checkout.create(text, deadline, { group: 'checkout' });
      },
      outcomeIfLost: 'none',
    });
    return readySetup(response);
  }
}

function currencyOf({ currency_code: code }: CustomerCardSetupRequest): CurrencyCode {
  if (isCurrencyCode(code)) return code;
  const message = 'is not a currency that this service knows';
  throw new Problem('validation_failed', { errors: [{ pointer: '/currency_code', message }], outcome: 'none' });
}

/** @throws Problem `ottu_bad_answer` where it names no page to send the payer to */
function readySetup({ body, sessionId, paymentId, replayed = false }: PassedResponse): ReadyCardSetup {
  const checkoutUrl = JsonDocument.parse(body).source('/checkout_url')?.scalarText();
  if (checkoutUrl === undefined || sessionId === undefined || paymentId === undefined) {
    throw new Problem('ottu_bad_answer', { detail: 'Ottu named no page for the card.', outcome: 'none' });
  }
  noteForAudit({ paymentId });
  return { paymentId, sessionId, checkoutUrl, replayed };
}

function given(members: object = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
