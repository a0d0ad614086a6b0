import type { Kysely } from 'kysely';

import type { PaymentRow, Schema, WebhookInboxRow } from '../../database/schema.ts';

/** The payment that an event is about: by its order number, which is signed; else by its session, which is a hint. */
export async function paymentOf(
  db: Kysely<Schema>,
  { order_no: orderNo, session_id: sessionId }: Pick<WebhookInboxRow, 'order_no' | 'session_id'>,
): Promise<PaymentRow | undefined> {
  const find = async (column: 'order_no' | 'session_id', value: string | null): Promise<PaymentRow | undefined> =>
    value === null ? undefined : db.selectFrom('payments').selectAll().where(column, '=', value).executeTakeFirst();
  return (await find('order_no', orderNo)) ?? (await find('session_id', sessionId));
}
