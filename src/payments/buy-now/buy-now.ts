import { Injectable } from '@nestjs/common';

import type { Caller } from '../../access/caller.ts';
import { Catalog } from '../../catalog/catalog.ts';
import { Settings } from '../../config/settings.ts';
import type { JsonBody } from '../../http/json-body.ts';
import { knownSecrets } from '../../ottu/known-secrets.ts';
import { Problem, type FieldError } from '../../problems/problem.ts';
import type { ChargeCommand } from '../charging/charge-command.ts';
import { Charge, type Charged } from '../charging/charge.ts';
import { Redactor } from '../charging/redactor.ts';
import { GatewayDirectory } from '../gateways/gateway-directory.ts';
import { gatewayFaults } from '../gateways/gateway-faults.ts';
import { asOrderNo } from '../identifiers.ts';
import { newOrderNo } from '../order-no.ts';
import { ONE_STEP_EXPIRATION_TIME, ourWebhookUrl } from '../request/our-members.ts';
import { instrumentOf, type ReadInstrument } from '../request/instrument.ts';
import type { BuyNowRequest } from './buy-now.request.ts';
import { ottuBody } from './ottu-body.ts';
import { priceOf, type Price } from './price.ts';

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
  async execute(caller: Caller, key: string, body: JsonBody<BuyNowRequest>): Promise<Charged> {
    const idempotency = { caller: caller.name, method: 'POST', path: BUY_NOW_PATH, key, bodySha256: body.sha256 };
    const instrument = instrumentOf(body.document);
    return this.charge.charge(idempotency, async () => this.#prepare(body, instrument, idempotency));
  }

  async #prepare(
    { dto: request, document }: JsonBody<BuyNowRequest>,
    instrument: ReadInstrument,
    idempotency: ChargeCommand['idempotency'],
  ): Promise<ChargeCommand> {
    const price = await priceOf(request, this.catalog);
    await this.#refuseWrongGateway(request, instrument);
    return {
      idempotency,
      origin: 'buy_now',
      orderNo: request.order_no === undefined ? newOrderNo(this.settings.orderNoPrefix) : asOrderNo(request.order_no),
      transactionType: request.type ?? 'e_commerce',
      paymentType: request.payment_type ?? 'one_off',
      pgCodes: request.pg_codes,
      instrumentType: instrument.instrumentType,
      customerId: request.customer?.id,
      amount: price.total,
      webhookUrl: ourWebhookUrl(this.settings),
      foreignWebhook: false,
      agreement: request.agreement,
      snapshot: snapshotOf(request, price),
      bodyFor: ({ orderNo, amount }) =>
        ottuBody({
          request,
          document,
          instrument,
          orderNo,
          amount,
          webhookUrl: ourWebhookUrl(this.settings),
          expirationTime: ONE_STEP_EXPIRATION_TIME,
        }),
      redactor: new Redactor(instrument.payloadValue, knownSecrets(this.settings.ottu)),
    };
  }

  async #refuseWrongGateway(request: BuyNowRequest, instrument: ReadInstrument): Promise<void> {
    const code = request.pg_codes[0] ?? '';
    const faults: FieldError[] = gatewayFaults(await this.gateways.find(request.type ?? 'e_commerce', code), {
      instrumentType: instrument.instrumentType,
      currencyCode: request.currency_code,
      autoDebit: request.payment_type === 'auto_debit',
      mode: this.settings.ottu.mode,
    });
    if (faults.length > 0) throw new Problem('validation_failed', { errors: faults, outcome: 'none' });
  }
}

/** What was bought, so that an order can be fulfilled from the payment (M50). The instrument is no part of it. */
function snapshotOf(request: BuyNowRequest, price: Price): Record<string, unknown> {
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
  const { items, discounts, shipping, tax } = quote;
  return {
    items,
    ...(discounts.length > 0 && { discounts }),
    ...(shipping !== undefined && { shipping }),
    ...(tax !== undefined && { tax }),
  };
}
