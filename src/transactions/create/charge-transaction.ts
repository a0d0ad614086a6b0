import { Injectable } from '@nestjs/common';

import type { Caller } from '../../access/caller.ts';
import { Settings } from '../../config/settings.ts';
import type { JsonBody } from '../../http/json-body.ts';
import { knownSecrets } from '../../ottu/known-secrets.ts';
import { Redactor } from '../../payments/answers/redactor.ts';
import type { ChargeCommand, CreateTarget } from '../../payments/attempts/attempt-claim.ts';
import { Charge, type ChargeResult } from '../../payments/attempts/charge.ts';
import { GatewayDirectory } from '../../payments/gateways/gateway-directory.ts';
import { canceledGate } from '../../payments/auto-debits/canceled-gate.ts';
import { gatewayViolations } from '../../payments/gateways/gateway-violations.ts';
import { cardTokenOf, instrumentOf, type ReadInstrument } from '../../payments/request/instrument.ts';
import { madeOnce } from '../../payments/request/made-once.ts';
import { ONE_STEP_EXPIRATION_TIME } from '../../payments/request/ottu-defaults.ts';
import { Problem } from '../../problems/problem.ts';
import type { CreateTransactionRequest } from '../request/create-transaction.request.ts';
import { ottuText } from '../request/purchase.ts';
import { idempotencyOf, newTransaction } from './create-requested.ts';

/** M60: a create with `payment_instrument` is a charge, by every rule that Buy Now follows. */
@Injectable()
export class ChargeTransaction {
  constructor(
    private readonly charge: Charge,
    private readonly gateways: GatewayDirectory,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem for what is wrong with the request (outcome `none`), and the problems of `Charge` */
  async execute(
    caller: Caller,
    key: string | undefined,
    body: JsonBody<CreateTransactionRequest>,
  ): Promise<ChargeResult> {
    assertChargeScope(caller);
    const idempotency = idempotencyOf(caller, assertKey(key), body);
    const instrument = instrumentOf(body.document);
    return this.charge.createAndPay(idempotency, async () => this.#prepare(body, instrument, idempotency));
  }

  async #prepare(
    { dto: request, document }: JsonBody<CreateTransactionRequest>,
    instrument: ReadInstrument,
    idempotency: ChargeCommand['idempotency'],
  ): Promise<ChargeCommand<CreateTarget>> {
    await this.#assertGatewaySupports(request, instrument);
    const payment = newTransaction(request, this.settings);
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
        bodyFor: madeOnce(document, ({ orderNo }) =>
          ottuText(document, {
            order_no: orderNo,
            webhook_url: payment.webhookUrl,
            expiration_time: ONE_STEP_EXPIRATION_TIME,
          }),
        ),
      },
    };
  }

  async #assertGatewaySupports(request: CreateTransactionRequest, instrument: ReadInstrument): Promise<void> {
    const gateway = await this.gateways.find(request.type, request.pg_codes[0] ?? '');
    const errors = gatewayViolations(gateway, {
      instrumentType: instrument.instrumentType,
      currencyCode: request.currency_code,
      autoDebit: request.payment_type === 'auto_debit',
      mode: this.settings.ottu.mode,
    });
    if (errors.length > 0) throw new Problem('validation_failed', { errors, outcome: 'none' });
  }
}

/** Writing transactions is one thing, charging is another: a key needs both scopes here. */
function assertChargeScope({ scopes }: Caller): void {
  if (scopes.includes('payments:charge')) return;
  throw new Problem('scope_missing', {
    detail: 'With payment_instrument this needs a service key with the scope payments:charge, too.',
    outcome: 'none',
  });
}

function assertKey(key: string | undefined): string {
  if (key !== undefined) return key;
  const detail = 'With payment_instrument this is a charge: send a new Idempotency-Key with every new intent.';
  throw new Problem('idempotency_key_missing', { detail, outcome: 'none' });
}
