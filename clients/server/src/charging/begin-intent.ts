import { randomUUID } from 'node:crypto';

import { IntentMismatch, type IntentRecord, type IntentStore, type Naming } from './intent-store.ts';
import { isObject } from './reading.ts';

export interface BegunIntent {
  readonly key: string;
  /** It was there before: an earlier try may have charged. */
  readonly isOld: boolean;
}

/**
 * The key of an intent, which is kept before this resolves.
 *
 * @throws IntentMismatch where it was begun with another route or another body; TypeError where it could not be carried on
 * after a restart; whatever the store throws. Nothing was sent then.
 */
export async function beginIntent(
  store: IntentStore | undefined,
  naming: Naming,
  { path, body }: { readonly path: string; readonly body: string },
): Promise<BegunIntent> {
  if (naming.key !== undefined) return { key: naming.key, isOld: naming.sentBefore === true };
  const { intent } = naming;
  if (store === undefined) throw new TypeError('An intent needs a store: give createServerClient one, or give a key.');
  const fresh = recordOf(path, body);
  const kept = (await store.get(intent)) ?? (await store.put(intent, fresh));
  const isSame = kept.path === path && kept.body === fresh.body && kept.orderNo === fresh.orderNo;
  if (!isSame) throw new IntentMismatch(intent);
  return { key: kept.key, isOld: kept.key !== fresh.key };
}

function recordOf(path: string, body: string): IntentRecord {
  const key = randomUUID();
  const json: unknown = JSON.parse(body);
  const orderNo = isObject(json) && typeof json['order_no'] === 'string' ? json['order_no'] : undefined;
  if (!isObject(json) || !('payment_instrument' in json)) return { key, path, body, ...(orderNo && { orderNo }) };
  if (orderNo === undefined) {
    throw new TypeError(
      'A charge with a payment_instrument needs an order_no: by it the charge is found after a restart.',
    );
  }
  return { key, path, orderNo };
}
