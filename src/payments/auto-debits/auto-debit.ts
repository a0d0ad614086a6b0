import { Injectable } from '@nestjs/common';

import type { Caller } from '../../access/caller.ts';
import type { CreateDefaults } from '../../config/create-defaults.ts';
import { Settings } from '../../config/settings.ts';
import type { JsonBody } from '../../http/json-body.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { writeJson } from '../../json/write-json.ts';
import type { Money } from '../../money/money.ts';
import { knownSecrets } from '../../ottu/known-secrets.ts';
import { Problem } from '../../problems/problem.ts';
import { Redactor } from '../answers/redactor.ts';
import type { ChargeCommand, CreateTarget } from '../attempts/attempt-claim.ts';
import { Charge, type ChargeResult } from '../attempts/charge.ts';
import { ClaimAttempt } from '../attempts/claim-attempt.ts';
import type { Replay } from '../attempts/idempotency-replay.ts';
import { GatewayDirectory } from '../gateways/gateway-directory.ts';
import { gatewayViolations } from '../gateways/gateway-violations.ts';
import { asOrderNo, type OrderNo } from '../identifiers.ts';
import {
  defaultWebhookUrl,
  extraWithDefaults,
  newOrderNo,
  ONE_STEP_EXPIRATION_TIME,
} from '../request/ottu-defaults.ts';
import { AgreementCards, type AgreementCard } from './agreement-card.ts';
import { cycleName, type AutoDebitRequest } from './auto-debit.request.ts';
import { CycleGate } from './cycle-gate.ts';

export const AUTO_DEBITS_PATH = '/v1/auto-debits';

const TYPE = 'e_commerce';
const PAYMENT_TYPE = 'auto_debit';

/** M82: charges one cycle of an agreement, in one call to Ottu, without its payer. It is never done by a job of ours. */
@Injectable()
export class AutoDebit {
  constructor(
    private readonly charge: Charge,
    private readonly claims: ClaimAttempt,
    private readonly cards: AgreementCards,
    private readonly gateways: GatewayDirectory,
    private readonly settings: Settings,
  ) {}

  /**
   * @returns the payment of the cycle: this one, or the one that has been paid, is unknown or under way.
   * @throws Problem of the agreement's terms and of its card (outcome `none`), and the problems of `Charge`
   */
  async execute(caller: Caller, key: string, body: JsonBody<AutoDebitRequest>): Promise<ChargeResult> {
    const idempotency = { caller: caller.name, method: 'POST', path: AUTO_DEBITS_PATH, key, bodySha256: body.sha256 };
    return this.charge.createAndPay(idempotency, async () => this.#prepare(body, idempotency));
  }

  async #prepare(
    { dto: request, document }: JsonBody<AutoDebitRequest>,
    idempotency: ChargeCommand['idempotency'],
  ): Promise<ChargeCommand<CreateTarget> | Replay> {
    const gate = new CycleGate(request, this.settings.durations);
    // Before Ottu is asked: a cycle that was charged is answered also when its card has gone since.
    const holder = await this.claims.heldBy(idempotency, gate);
    if (holder !== undefined) return holder;
    const { agreement, amount } = gate;
    const card = await this.cards.find(agreement, request.pg_code);
    await this.#assertGatewaySupports(card, amount);
    const webhookUrl = defaultWebhookUrl(this.settings);
    const named = { id: agreement.agreement_id, type: agreement.type };
    const token = card.token.reveal();
    return {
      idempotency,
      redactor: new Redactor({ token }, [...knownSecrets(this.settings.ottu), token]),
      token,
      target: {
        kind: 'create',
        gate,
        payment: {
          origin: 'auto_debit',
          orderNo:
            request.order_no === undefined ? newOrderNo(this.settings.orderNoPrefix) : asOrderNo(request.order_no),
          transactionType: TYPE,
          paymentType: PAYMENT_TYPE,
          pgCodes: [card.pgCode],
          customerId: agreement.customer_id,
          amount,
          webhookUrl,
          foreignWebhook: false,
          agreement: named,
          snapshot: {
            customer: { id: agreement.customer_id },
            agreement: { id: agreement.agreement_id, cycle: cycleName(request.cycle) },
            ...(request.extra === undefined ? {} : { extra: request.extra }),
          },
        },
        instrumentType: 'token',
        bodyFor: ({ orderNo, amount: claimed }) =>
          ottuBody({
            document,
            card,
            customerId: agreement.customer_id,
            agreement: named,
            orderNo,
            amount: claimed,
            webhookUrl,
            defaults: this.settings.ottu.defaults,
          }),
      },
    };
  }

  async #assertGatewaySupports({ pgCode }: AgreementCard, { currency }: Money): Promise<void> {
    const violations = gatewayViolations(await this.gateways.find(TYPE, pgCode), {
      instrumentType: 'token',
      currencyCode: currency,
      autoDebit: true,
      mode: this.settings.ottu.mode,
    });
    if (violations.length === 0) return;
    const errors = violations.map(({ message }) => ({ pointer: '/pg_code', message }));
    throw new Problem('validation_failed', { errors, outcome: 'none' });
  }
}

interface OttuBodyParts {
  readonly document: JsonDocument;
  readonly card: AgreementCard;
  readonly customerId: string;
  readonly agreement: { readonly id: string; readonly type: string };
  readonly orderNo: OrderNo;
  readonly amount: Money;
  readonly webhookUrl: string;
  readonly defaults: CreateDefaults;
}

/** F13.2: the same agreement, customer and gateway as at first; Ottu knows the rest of the terms. */
function ottuBody({ document, card, agreement, ...parts }: OttuBodyParts): string {
  const { defaults } = parts;
  return writeJson({
    type: TYPE,
    amount: parts.amount.toString(),
    currency_code: parts.amount.currency,
    pg_codes: [card.pgCode],
    payment_type: PAYMENT_TYPE,
    order_no: parts.orderNo,
    customer_id: parts.customerId,
    customer_email: defaults.customer['email'],
    customer_phone: defaults.customer['phone'],
    customer_phone_2: defaults.customer['phone_2'],
    customer_first_name: defaults.customer['first_name'],
    customer_last_name: defaults.customer['last_name'],
    customer_birthdate: defaults.customer['birthdate'],
    agreement,
    extra: extraWithDefaults(document, defaults.extra),
    expiration_time: ONE_STEP_EXPIRATION_TIME,
    webhook_url: parts.webhookUrl,
    payment_instrument: { instrument_type: 'token', payload: { token: card.token.reveal() } },
  });
}
