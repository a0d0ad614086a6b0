import { mayHaveLeft, post, type Transport } from '../transport.ts';
import type { AutoDebitAnswer, CreatedTransaction, OperationAnswer, PaymentAnswer } from '../types.ts';
import { beginIntent } from './begin-intent.ts';
import { sendCarefully, type CarefulRequest, type Clock } from './careful-loop.ts';
import { findByOrderNumber } from './find-by-order-number.ts';
import type { IntentRecord, IntentStore, Naming } from './intent-store.ts';
import { readCharge, readOperation, readTransaction } from './read-answers.ts';
import { readReceived, type ReadAnswer } from './reading.ts';
import type { Result, Waiting } from './result.ts';

export const BUY_NOW_PATH = '/v1/buy-now';
export const AUTO_DEBIT_PATH = '/v1/auto-debits';
export const TRANSACTIONS_PATH = '/v1/payment-transactions';

/** What an intent can come to, whichever route it was begun with. */
export type AnyAnswer = PaymentAnswer | AutoDebitAnswer | OperationAnswer | CreatedTransaction;

/** What charging needs of the client. */
export interface Charging {
  readonly transport: Transport;
  readonly store: IntentStore | undefined;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** A route that moves money, and what its answers mean. */
interface Route<Answer> {
  readonly path: string;
  readonly read: ReadAnswer<Answer>;
}

/**
 * Asks by a key that is kept first, until the outcome is known or the waiting ends.
 *
 * @param body the request, or its JSON text, which then goes out as it is written
 * @throws before anything is sent: what `beginIntent` throws, and the reason of an aborted signal
 */
export async function charge<Answer>(
  charging: Charging,
  { path, read }: Route<Answer>,
  body: object | string,
  naming: Naming & Waiting,
): Promise<Result<Answer>> {
  naming.signal?.throwIfAborted();
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { key, isOld } = await beginIntent(charging.store, naming, { path, body: text });
  const request = requestOf(charging, { path, read }, { key, body: text });
  return sendCarefully(request, { mayHaveCharged: isOld }, naming, charging.clock);
}

/**
 * Carries an intent on that was begun before, perhaps by a process that has ended. Where its body was kept, the same bytes go
 * out again. Where not, because it held a `payment_instrument`, nothing is sent, and the payment is looked for by its order
 * number.
 *
 * @returns nothing where the store has no such intent
 */
export async function resume(
  charging: Charging,
  intent: string,
  waiting: Waiting,
): Promise<Result<AnyAnswer> | undefined> {
  waiting.signal?.throwIfAborted();
  if (charging.store === undefined) throw new TypeError('Only intents of a store can be resumed.');
  const record = await charging.store.get(intent);
  if (record === undefined) return undefined;
  return sendCarefully<AnyAnswer>(resumed(charging, record), { mayHaveCharged: true }, waiting, charging.clock);
}

function resumed(charging: Charging, { key, path, body, orderNo }: IntentRecord): CarefulRequest<AnyAnswer> {
  if (body !== undefined) return requestOf<AnyAnswer>(charging, { path, read: readerOf(path) }, { key, body });
  if (orderNo === undefined) throw new TypeError('The store has kept neither body nor order number of this intent.');
  return {
    key,
    timeoutMs: charging.timeoutMs,
    send: async (signal) => findByOrderNumber(charging.transport, orderNo, signal),
  };
}

function requestOf<Answer>(
  { transport, timeoutMs }: Charging,
  { path, read }: Route<Answer>,
  { key, body }: { readonly key: string; readonly body: string },
): CarefulRequest<Answer> {
  return {
    key,
    timeoutMs,
    send: async (signal) => {
      try {
        return readReceived(await post(transport, { path, idempotencyKey: key, body }, signal), read);
      } catch (error) {
        return { kind: 'lost', sent: mayHaveLeft(error) };
      }
    },
  };
}

function readerOf(path: string): ReadAnswer<AnyAnswer> {
  if (path === TRANSACTIONS_PATH) return readTransaction;
  return path.endsWith('/operations') ? readOperation : readCharge;
}
