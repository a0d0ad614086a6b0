import type { Context } from './context.ts';
import { follow, isFinal } from './following.ts';
import type { PaymentStatus } from './types.ts';

export interface WatchOptions {
  readonly signal?: AbortSignal;
}

/**
 * Tells what becomes of a payment, each thing once, and until there is nothing more to tell.
 *
 * @param ask has the service look again for whoever has just come back from the payment page, who may be here before the word
 *   of it: until that has worked nobody is told that it is not paid. Answers whether the status says the rest.
 * @throws {Problem} `not_found` when there is no such cart
 */
export async function watch(
  context: Context,
  id: string,
  tell: (payment: PaymentStatus) => void,
  signal: AbortSignal,
  ask?: (signal: AbortSignal) => Promise<boolean>,
): Promise<void> {
  let last = '';
  let asked = ask === undefined;
  let asking: AbortController | undefined;

  const askFirst = async (payment: PaymentStatus): Promise<void> => {
    const mine = new AbortController();
    asking = mine;
    tell({ ...payment, status: 'checking' });
    const stays = await ask?.(AbortSignal.any([signal, mine.signal])).catch(() => false);
    if (stays === true || mine.signal.aborted || signal.aborted) return;
    asked = true;
    tell(payment);
  };

  const heard = (payment: PaymentStatus): void => {
    const now = JSON.stringify({ ...payment, updated_at: '' });
    if (now === last || signal.aborted) return;
    last = now;
    asking?.abort();
    // What the service can tell the end of, or that nothing was begun, is not on its way any more: but for what this page is
    // sending, of which the service may not know yet.
    if (payment.status !== 'checking' && payment.status !== 'action_required') {
      const key = context.kept.order(id)?.intent?.key;
      if (key !== undefined && !context.sending.has(key)) context.kept.dropIntent(id, key);
    }
    void context.moved(id, isFinal(payment));
    if (payment.status === 'open' && !asked) void askFirst(payment);
    else tell(payment);
  };

  await follow(context, id, heard, signal);
}
