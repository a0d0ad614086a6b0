import { createParser } from 'eventsource-parser';

import { callCart, type Context } from './context.ts';
import { isProblem, Unreachable } from './problem.ts';
import { sleep } from './timing.ts';
import type { PaymentStatus } from './types.ts';

const FINAL: ReadonlySet<PaymentStatus['status']> = new Set(['paid', 'authorized', 'cash_on_delivery', 'expired']);

/** Whether nothing more can become of it. */
export function isFinal({ status }: PaymentStatus): boolean {
  return FINAL.has(status);
}

/** Where a stream was left, and after how long it is opened again. */
interface Place {
  lastId?: string;
  retryMs: number;
}

/**
 * Follows a payment until it is final or the signal says stop: by the service's event stream, read with `fetch` because
 * `EventSource` sends no headers, and by asking again and again where there is no stream.
 *
 * @throws {Problem} `not_found` when there is no such cart
 */
export async function follow(
  context: Context,
  id: string,
  tell: (payment: PaymentStatus) => void,
  signal: AbortSignal,
): Promise<void> {
  const { pollMs, slowestPollMs } = context.timing;
  const place: Place = { retryMs: pollMs };
  let wait = pollMs;
  while (!signal.aborted) {
    const streamed = await stream(context, id, tell, signal, place).catch(() => 'cut');
    if (streamed === 'final' || signal.aborted) return;
    if (streamed === 'ended') {
      wait = pollMs;
      await sleep(place.retryMs, signal);
      continue;
    }
    const polled = await poll(context, id);
    if (polled !== undefined) tell(polled);
    if (polled !== undefined && isFinal(polled)) return;
    await sleep(wait, signal);
    wait = Math.min(wait * 1.3, slowestPollMs);
  }
}

async function poll(context: Context, id: string): Promise<PaymentStatus | undefined> {
  try {
    const params = { path: { id } };
    const answer = await callCart(context, id, ({ cart: headers }) =>
      context.api.GET('/v1/carts/{id}/payment', { params, headers }),
    );
    return answer.body.payment;
  } catch (error) {
    if (isProblem(error, 'not_found')) throw error;
    return undefined;
  }
}

/** @returns `cut` where nothing was heard, or not to the end */
async function stream(
  { baseUrl, send, kept, timing, moved }: Context,
  id: string,
  tell: (payment: PaymentStatus) => void,
  signal: AbortSignal,
  place: Place,
): Promise<'final' | 'ended' | 'cut'> {
  const silent = new AbortController();
  const silence = (ms: number): ReturnType<typeof setTimeout> => setTimeout(() => silent.abort(), ms);
  // Whoever resumes is told nothing but what is new.
  let timer = silence(place.lastId === undefined ? timing.firstWordMs : timing.silenceMs);
  try {
    const request = new Request(`${baseUrl}/v1/carts/${encodeURIComponent(id)}/events`, {
      headers: {
        accept: 'text/event-stream',
        'cart-token': kept.token(id) ?? '',
        ...(place.lastId !== undefined && { 'last-event-id': place.lastId }),
      },
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.any([signal, silent.signal]),
    });
    const response = await send(request);
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    if (!response.ok || !isStream || response.body === null) return 'cut';
    let heard = false;
    let final = false;
    const parser = createParser({
      onRetry: (ms) => {
        place.retryMs = ms;
      },
      onEvent: ({ event, id: eventId, data }) => {
        if (eventId !== undefined) place.lastId = eventId;
        if (event === 'cart') void moved(id, false);
        if (event !== 'payment') return;
        const payment = JSON.parse(data) as PaymentStatus;
        heard = true;
        final = isFinal(payment);
        tell(payment);
      },
    });
    const reader = response.body
      .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
      .getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      clearTimeout(timer);
      timer = silence(timing.silenceMs);
      parser.feed(piece.value);
      if (final) return 'final';
    }
    return heard ? 'ended' : 'cut';
  } catch (error) {
    throw new Unreachable(error);
  } finally {
    clearTimeout(timer);
    // What is still open after the last word is closed.
    silent.abort();
  }
}
