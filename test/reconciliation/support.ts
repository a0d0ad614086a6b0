import request, { type Response } from 'supertest';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import type { InquiryRow } from '../../src/database/schema.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, variablesFor, type TestService, type Variables } from '../support/service.ts';
import { MINUTE } from '../support/time.ts';

/** Of a service that runs as a process: its clock and its simulator's run so many times faster. */
const SCALE = 600;

/** Variables of a service whose clock runs as fast as its simulator's. */
export function fastVariables(simulator: Simulator, databaseUrl: string, more: Variables = {}): Variables {
  return variablesFor(simulator, databaseUrl, { TIME_SCALE: String(SCALE), OTTU_CHARGE_TIMEOUT_MS: '1500', ...more });
}

/** An Ottu that tells nothing by itself: what this service learns it learns by asking. */
export async function silentSimulator(): Promise<Simulator> {
  const simulator = await createSimulator({ clockSpeed: SCALE });
  simulator.setSwitches({ webhook_for_api: 'off', automatic_inquiry: 'off' });
  return simulator;
}

/** A service that learns of nothing but by asking; its waits are the protocol's own. */
export async function startAskingService(more: Variables = {}): Promise<TestService> {
  const service = await startTestService({ OTTU_CHARGE_TIMEOUT_MS: '1500', ...more });
  reset(service);
  return service;
}

/** Between tests: forgets everything but that Ottu is silent. */
export function reset({ simulator }: Pick<TestService, 'simulator'>): void {
  simulator.reset();
  simulator.setSwitches({ webhook_for_api: 'off', automatic_inquiry: 'off' });
}

export type Members = Readonly<Record<string, unknown>>;

/** A charge whose answer could not be read: no session is known here; at Ottu it came to `outcome`. */
export async function lostCharge(
  service: Pick<TestService, 'url' | 'simulator'>,
  outcome = 'success',
  body: Members = {},
): Promise<string> {
  service.simulator.setFaults([
    { match: { ...CREATE, nth: 1 }, fault: { kind: 'outcome', outcome } as never },
    { match: { ...CREATE, nth: 1 }, fault: { kind: 'empty' } },
  ]);
  return unknownId(await buyNow(service.url, { body: buyNowBody(body) }));
}

/** A charge of which Ottu never heard, although this service cannot know that. */
export async function vanishedCharge(
  service: Pick<TestService, 'url' | 'simulator'>,
  body: Members = {},
): Promise<string> {
  service.simulator.setFaults([
    { match: { ...CREATE, nth: 1 }, fault: { kind: 'status', status: 423, body: { detail: 'Locked.' } } },
  ]);
  return unknownId(await buyNow(service.url, { body: buyNowBody(body) }));
}

function unknownId(answer: Response): string {
  if (answer.body.payment?.state !== 'unknown') throw new Error(`not unknown: ${JSON.stringify(answer.body)}`);
  return answer.body.payment.id as string;
}

/** A charge with an answer that can be read. */
export async function charge(
  service: Pick<TestService, 'url' | 'simulator'>,
  outcome: string,
  body: Members = {},
): Promise<string> {
  service.simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'outcome', outcome } as never }]);
  const answer = await buyNow(service.url, { body: buyNowBody(body) });
  if (answer.body.payment?.id === undefined) throw new Error(`no payment: ${JSON.stringify(answer.body)}`);
  return answer.body.payment.id as string;
}

export async function payment(service: { readonly url: string }, id: string): Promise<Record<string, unknown>> {
  const { body } = await request(service.url).get(`/v1/payments/${id}`).set('authorization', authorization('reader'));
  return body.payment as Record<string, unknown>;
}

export interface TimelineEntry {
  readonly event: string;
  readonly details: Members;
}

export async function timeline(service: { readonly url: string }, id: string): Promise<TimelineEntry[]> {
  const { body } = await request(service.url)
    .get(`/v1/payments/${id}/timeline`)
    .set('authorization', authorization('reader'));
  return body.entries as TimelineEntry[];
}

export async function events(service: { readonly url: string }, id: string): Promise<string[]> {
  return (await timeline(service, id)).map(({ event }) => event);
}

export async function inquire(service: { readonly url: string }, id: string): Promise<Response> {
  return request(service.url).post(`/v1/payments/${id}/inquiry`).set('authorization', authorization('reader')).send();
}

/** Minutes of the protocol from the claim to each inquiry of a payment. */
export async function inquiryMinutes(service: TestService, id: string): Promise<number[]> {
  return withRows(service, async (db) => {
    const rows: InquiryRow[] = await db
      .selectFrom('payment_inquiries')
      .selectAll()
      .where('payment_id', '=', id)
      .orderBy('number')
      .execute();
    const { claimed_at: claimed } = await db
      .selectFrom('payments')
      .select('claimed_at')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return rows.map(({ sent_at: sent }) => (sent.getTime() - claimed.getTime()) / MINUTE);
  });
}

/** Nothing is left that this service would do about the payment. */
export async function isFollowed(service: TestService, id: string): Promise<boolean> {
  return withRows(service, async (db) => {
    const row = await db.selectFrom('payments').select('next_check_at').where('id', '=', id).executeTakeFirstOrThrow();
    return row.next_check_at !== null;
  });
}
