import request, { type Response } from 'supertest';

import { createServiceKey } from '../../src/access/service-key.ts';
import { Database } from '../../src/database/database.ts';
import type { WebhookInboxRow } from '../../src/database/schema.ts';
import { JsonDocument } from '../../src/json/json-document.ts';
import { signAutopay, signStandard } from '../../src/ottu/signature.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE } from '../support/ottu.ts';
import { authorization, serviceKeysSetting } from '../support/service-keys.ts';
import { startTestService, type TestService, type TestServiceOptions, type Variables } from '../support/service.ts';
import { SECOND } from '../support/time.ts';

export const OLD_KEY = 'the-key-before-this-one';
export const OTHER_SESSION = 'f'.repeat(40);

const OPERATOR = createServiceKey({ name: 'operator', scopes: ['events:operate'] });
export const OPERATOR_KEY = `Api-Key ${OPERATOR.key}`;

/** A service whose events are worked on when the test says so. */
export async function startWebhookService(
  more: Variables = {},
  options: TestServiceOptions = {},
): Promise<TestService> {
  const keys = [...(JSON.parse(serviceKeysSetting()) as unknown[]), OPERATOR.entry];
  return startTestService(
    {
      OTTU_CHARGE_TIMEOUT_MS: '1500',
      OTTU_WEBHOOK_KEYS: `sim-hmac-key-0001,${OLD_KEY}`,
      SERVICE_KEYS: JSON.stringify(keys),
      ...more,
    },
    options,
  );
}

export type EventMembers = Readonly<Record<string, unknown>>;

/** A payment event as Ottu sends it, for a payment of 1.000 KWD; `undefined` removes a member. */
export function paymentEvent(orderNo: string, changes: EventMembers = {}): Record<string, unknown> {
  const event = {
    amount: '1.000',
    currency_code: 'KWD',
    order_no: orderNo,
    reference_number: 'sandboxAA1001',
    result: 'success',
    state: 'paid',
    message: 'successful payment',
    gateway_account: 'credit-card',
    gateway_name: 'mpgs',
    gateway_response: {},
    settled_amount: '1.000',
    paid_amount: '1.250',
    remaining_amount: '0.000',
    is_sandbox: true,
    payment_type: 'one_off',
    pg_params: { auth_code: 'A10001' },
    timestamp_utc: new Date().toISOString().replace('T', ' ').slice(0, 19),
    ...changes,
  };
  return JSON.parse(JSON.stringify(event)) as Record<string, unknown>;
}

export const FAILED = { result: 'failed', state: 'attempted', settled_amount: undefined, message: 'Declined' };

/** The event's text with its signature, by the newest key and the standard scheme unless told. */
export function signed(
  event: EventMembers | string,
  { key = 'sim-hmac-key-0001', scheme = 'standard' }: { key?: string; scheme?: 'standard' | 'autopay' } = {},
): string {
  const text = typeof event === 'string' ? event : JSON.stringify(event);
  const document = JsonDocument.parse(Buffer.from(text, 'utf8'));
  const signature = scheme === 'standard' ? signStandard(document, key) : signAutopay(document, key);
  return withSignature(text, signature);
}

export function withSignature(text: string, signature: string): string {
  return `${text.trimEnd().slice(0, -1)},"signature":"${signature}"}`;
}

/** The members of a signed event changed behind the signer's back; `undefined` removes one. */
export function tampered(text: string, changes: EventMembers): string {
  return JSON.stringify({ ...(JSON.parse(text) as EventMembers), ...changes });
}

export async function deliver(
  service: { readonly url: string },
  body: string,
  type = 'application/json',
): Promise<Response> {
  return request(service.url).post('/v1/webhooks/ottu').set('content-type', type).send(body);
}

/** A charge whose answer could not be read: no session is stored, and at Ottu it is paid. No fault that opens a breaker. */
export async function lostCharge(service: TestService, orderNo: string, changes: EventMembers = {}): Promise<string> {
  service.simulator.setFaults([{ match: CREATE, fault: { kind: 'empty' } }]);
  const answer = await buyNow(service.url, { body: buyNowBody({ order_no: orderNo, ...changes }) });
  service.simulator.clearFaults();
  if (answer.body.payment?.state !== 'unknown') throw new Error(`not unknown: ${JSON.stringify(answer.body)}`);
  return answer.body.payment.id as string;
}

export interface Started {
  readonly id: string;
  readonly sessionId: string;
}

/** A charge that is pending at Ottu, its session stored. */
export async function pendingCharge(
  service: TestService,
  orderNo: string,
  changes: EventMembers = {},
): Promise<Started> {
  service.simulator.setFaults([{ match: CREATE, fault: { kind: 'outcome', outcome: 'pending' } }]);
  const answer = await buyNow(service.url, { body: buyNowBody({ order_no: orderNo, ...changes }) });
  service.simulator.clearFaults();
  if (answer.body.payment?.state !== 'pending') throw new Error(`not pending: ${JSON.stringify(answer.body)}`);
  return { id: answer.body.payment.id as string, sessionId: answer.body.payment.session_id as string };
}

export async function payment(service: TestService, id: string): Promise<Record<string, unknown>> {
  const { body } = await request(service.url).get(`/v1/payments/${id}`).set('authorization', authorization('reader'));
  return body.payment as Record<string, unknown>;
}

export async function timeline(
  service: TestService,
  id: string,
): Promise<{ event: string; details: Record<string, unknown> }[]> {
  const { body } = await request(service.url)
    .get(`/v1/payments/${id}/timeline`)
    .set('authorization', authorization('reader'));
  return body.entries as { event: string; details: Record<string, unknown> }[];
}

/** How often Ottu was asked because of webhooks, and answered. */
export async function confirmations(service: TestService, id: string): Promise<number> {
  const entries = await timeline(service, id);
  return entries.filter(({ event, details }) => event === 'retrieved' && details['because'] === 'webhook').length;
}

export async function inbox(service: TestService): Promise<WebhookInboxRow[]> {
  return service.app.get(Database).query((db) => db.selectFrom('webhook_inbox').selectAll().orderBy('id').execute());
}

/** M71: so long after a question about a payment the next one may be asked. */
export const NEXT_TURN = 10 * SECOND;
/** More turns than any sentence is about: an event that is never done with must end the test. */
const MOST_TURNS = 10;

/** Works on the events, and on those that wait for their turn or their next try, until none of them, or none of this order, is left. */
export async function quiet(service: TestService, orderNo?: string): Promise<WebhookInboxRow[]> {
  for (let turns = 0; turns < MOST_TURNS; turns += 1) {
    await service.runDue('Inbox');
    const rows = (await inbox(service)).filter((row) => orderNo === undefined || row.order_no === orderNo);
    if (rows.every(({ state }) => state !== 'received')) return rows;
    await service.moveTime(NEXT_TURN);
  }
  throw new Error(`still to be worked on: ${JSON.stringify(await inbox(service))}`);
}

/**
 * The event that was stored last, once what is due has been worked on.
 *
 * @param state that it must be in by then.
 */
export async function lastEvent(service: TestService, state?: WebhookInboxRow['state']): Promise<WebhookInboxRow> {
  await service.runDue('Inbox');
  const row = (await inbox(service)).at(-1);
  if (row === undefined) throw new Error('the inbox is empty');
  if (state !== undefined && row.state !== state) throw new Error(`not ${state}: ${JSON.stringify(row)}`);
  return row;
}

/** The payment, once the events that are due have been worked on. */
export async function paymentThen(service: TestService, id: string): Promise<Record<string, unknown>> {
  await service.runDue('Inbox');
  return payment(service, id);
}
