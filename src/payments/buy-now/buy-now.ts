import { Injectable } from '@nestjs/common';

import type { Caller } from '../../access/caller.ts';
import { catalogProblem } from '../../catalog/catalog-problem.ts';
import { Catalog } from '../../catalog/catalog.ts';
import { toQuoteView, type QuoteView } from '../../catalog/quote-view.ts';
import type { CreateDefaults } from '../../config/create-defaults.ts';
import { Settings } from '../../config/settings.ts';
import { languageOf } from '../../http/fields/index.ts';
import type { JsonBody } from '../../http/json-body.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { isCurrencyCode } from '../../money/currency.ts';
import { MoneyError } from '../../money/money-error.ts';
import { Money } from '../../money/money.ts';
import { knownSecrets } from '../../ottu/known-secrets.ts';
import { spliceInstrument } from '../../ottu/verbatim-json.ts';
import { Problem, type FieldError } from '../../problems/problem.ts';
import { canceledGate } from '../auto-debits/canceled-gate.ts';
import { Redactor } from '../answers/redactor.ts';
import type { ChargeCommand, CreateTarget } from '../attempts/attempt-claim.ts';
import { Charge, type ChargeResult } from '../attempts/charge.ts';
import { GatewayDirectory } from '../gateways/gateway-directory.ts';
import { gatewayViolations } from '../gateways/gateway-violations.ts';
import { asOrderNo, type OrderNo } from '../identifiers.ts';
import type { NewPayment } from '../new-payment-columns.ts';
import { cardTokenOf, instrumentOf, type ReadInstrument } from '../request/instrument.ts';
import { madeOnce } from '../request/made-once.ts';
import { withPhones } from '../request/phones.ts';
import {
  extraWithDefaults,
  newOrderNo,
  ONE_STEP_EXPIRATION_TIME,
  defaultWebhookUrl,
} from '../request/ottu-defaults.ts';
import { BuyNowRequest } from './buy-now.request.ts';

export const BUY_NOW_PATH = '/v1/buy-now';

/** One-step checkout: create and pay in one call to Ottu, for trusted servers. */
@Injectable()
export class BuyNow {
  constructor(
    private readonly charge: Charge,
    private readonly catalog: Catalog,
    private readonly gateways: GatewayDirectory,
    private readonly settings: Settings,
  ) {}

  /**
   * @throws Problem for what is wrong with the request (outcome `none`), and the problems of `Charge`
   */
  async execute(caller: Caller, key: string, body: JsonBody<BuyNowRequest>): Promise<ChargeResult> {
    const idempotency = { caller: caller.name, method: 'POST', path: BUY_NOW_PATH, key, bodySha256: body.sha256 };
    const instrument = instrumentOf(body.document);
    return this.charge.createAndPay(idempotency, async () => this.#prepare(body, instrument, idempotency));
  }

  async #prepare(
    { dto, document }: JsonBody<BuyNowRequest>,
    instrument: ReadInstrument,
    idempotency: ChargeCommand['idempotency'],
  ): Promise<ChargeCommand<CreateTarget>> {
    const request = inTheirOneForm(dto, this.settings.defaultCountry);
    const price = await priceOf(request, this.catalog);
    await this.#assertGatewaySupports(request, instrument);
    const webhookUrl = defaultWebhookUrl(this.settings);
    const payment: NewPayment = {
      origin: 'buy_now',
      orderNo: request.order_no === undefined ? newOrderNo(this.settings.orderNoPrefix) : asOrderNo(request.order_no),
      transactionType: request.type ?? 'e_commerce',
      paymentType: request.payment_type ?? 'one_off',
      pgCodes: request.pg_codes,
      customerId: request.customer?.id,
      merchantReference: request.merchant_reference,
      amount: price.total,
      webhookUrl,
      foreignWebhook: false,
      agreement: request.agreement,
      snapshot: snapshotOf(request, price),
    };
    return {
      idempotency,
      redactor: new Redactor(instrument.payloadValue, [
        ...knownSecrets(this.settings.ottu),
        ...cardTokenOf(instrument),
      ]),
      token: cardTokenOf(instrument).at(0),
      target: {
        kind: 'create',
        payment,
        gate: canceledGate(payment, instrument.instrumentType),
        instrumentType: instrument.instrumentType,
        bodyFor: madeOnce(document, ({ orderNo, amount }) =>
          ottuBody({
            request,
            document,
            instrument,
            orderNo,
            amount,
            webhookUrl,
            defaults: this.settings.ottu.defaults,
          }),
        ),
      },
    };
  }

  async #assertGatewaySupports(request: BuyNowRequest, instrument: ReadInstrument): Promise<void> {
    const code = request.pg_codes[0] ?? '';
    const violations: FieldError[] = gatewayViolations(await this.gateways.find(request.type ?? 'e_commerce', code), {
      instrumentType: instrument.instrumentType,
      currencyCode: request.currency_code,
      autoDebit: request.payment_type === 'auto_debit',
      mode: this.settings.ottu.mode,
    });
    if (violations.length > 0) throw new Problem('validation_failed', { errors: violations, outcome: 'none' });
  }
}

/** As callers read it back, as the shop prices it, and as Ottu gets it: phones as E.164, the language as Ottu's. */
function inTheirOneForm(request: BuyNowRequest, defaultCountry: string | undefined): BuyNowRequest {
  const language = languageOf(request.language);
  return Object.assign(new BuyNowRequest(), request, withPhones(request, defaultCountry), language && { language });
}

interface OttuBodyParts {
  readonly request: BuyNowRequest;
  readonly document: JsonDocument;
  readonly instrument: ReadInstrument;
  readonly orderNo: OrderNo;
  readonly amount: Money;
  readonly webhookUrl: string;
  readonly defaults: CreateDefaults;
}

/** The body of Ottu's one-step create (F3): our names become Ottu's, the payload and `extra` stay as they were written. */
function ottuBody({ request, document, instrument, ...parts }: OttuBodyParts): string {
  const customer = { ...parts.defaults.customer, ...given(request.customer) };
  return spliceInstrument(
    {
      type: request.type ?? 'e_commerce',
      amount: parts.amount.toString(),
      currency_code: parts.amount.currency,
      pg_codes: request.pg_codes,
      payment_type: request.payment_type ?? 'one_off',
      order_no: parts.orderNo,
      customer_id: request.customer?.id,
      customer_email: customer['email'],
      customer_phone: customer['phone'],
      customer_phone_2: customer['phone_2'],
      customer_first_name: customer['first_name'],
      customer_last_name: customer['last_name'],
      customer_birthdate: customer['birthdate'],
      billing_address: document.source('/billing_address'),
      shipping_address: request.shipping_address,
      agreement: document.source('/agreement'),
      extra: extraWithDefaults(document, parts.defaults.extra),
      language: request.language,
      expiration_time: ONE_STEP_EXPIRATION_TIME,
      webhook_url: parts.webhookUrl,
    },
    instrument,
  );
}

function given(members: object = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** What was bought, so that an order can be fulfilled from the payment (M50). The instrument is no part of it. */
export function snapshotOf(request: Purchase, price: Price): Record<string, unknown> {
  return {
    ...pricedParts(price),
    ...(request.customer === undefined ? {} : { customer: request.customer }),
    ...(request.billing_address === undefined ? {} : { billing_address: request.billing_address }),
    ...(request.shipping_address === undefined ? {} : { shipping_address: request.shipping_address }),
    ...(request.extra === undefined ? {} : { extra: request.extra }),
  };
}

/** What the total was made of; its amount and currency are the payment's own. */
function pricedParts({ quote }: Price): Record<string, unknown> {
  if (quote === undefined) return {};
  const { items, discounts, fees, shipping, tax } = quote;
  return {
    items,
    ...(discounts.length > 0 && { discounts }),
    ...(fees !== undefined && { fees }),
    ...(shipping !== undefined && { shipping }),
    ...(tax !== undefined && { tax }),
  };
}

/** What is bought, for whom. */
export type Purchase = Pick<
  BuyNowRequest,
  'items' | 'amount' | 'currency_code' | 'customer' | 'billing_address' | 'shipping_address' | 'extra' | 'language'
>;

export interface Price {
  readonly total: Money;
  /** As it is stored and shown, amounts as text; absent when the caller gave an amount. */
  readonly quote: QuoteView | undefined;
}

/** What the request costs: by the catalog, or the amount of this trusted caller (promise 4). */
export async function priceOf(request: Purchase, catalog: Catalog): Promise<Price> {
  const { currency_code: currency } = request;
  if (!isCurrencyCode(currency)) {
    throw invalid([{ pointer: '/currency_code', message: 'is not a currency that this service knows' }]);
  }
  if (request.items === undefined) return { total: givenAmount(request.amount, currency), quote: undefined };
  try {
    const { items, customer, language, shipping_address: shippingAddress, extra } = request;
    const quote = await catalog.quote({ items, currency, customerId: customer?.id, language, shippingAddress, extra });
    // M57: a total of zero is a price, and nothing that Ottu could charge.
    if (quote.total.isZero()) throw new Problem('nothing_to_pay', { outcome: 'none' });
    return { total: quote.total, quote: toQuoteView(quote) };
  } catch (error) {
    throw catalogProblem(error, '/items');
  }
}

function givenAmount(text: string | undefined, currency: Money['currency']): Money {
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
