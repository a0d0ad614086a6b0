// @ts-check
import { call, open, Refusal } from './api.js';

/**
 * Where a stream was left, and after how long it is opened again.
 *
 * @import { CartRef, Payment } from '../../client-types.d.ts'
 * @typedef {{ lastId?: string, retryMs: number }} Place
 */

const FINAL = new Set(['paid', 'authorized', 'cash_on_delivery', 'expired']);
/** A stream that says nothing for so long, heart-beats included, is taken for broken. */
const SILENCE_MS = 45_000;
const POLL_MS = 1500;
const SLOWEST_POLL_MS = 6000;

/** @param {Payment} payment */
export const isFinal = ({ status }) => FINAL.has(status);

/**
 * Follows a payment until it is final or the signal says stop: by the service's event stream, read with `fetch` because
 * `EventSource` sends no headers, and by asking again and again where there is no stream.
 *
 * @param {CartRef} cart
 * @param {(payment: Payment) => void} tell
 * @param {AbortSignal} signal
 * @throws {Refusal} 404 when there is no such cart
 */
export async function followPayment(cart, tell, signal) {
  let wait = POLL_MS;
  /** @type {Place} */
  const place = { retryMs: POLL_MS };
  while (!signal.aborted) {
    const streamed = await stream(cart, tell, signal, place).catch(() => 'broken');
    if (streamed === 'final' || signal.aborted) return;
    if (streamed === 'ended') {
      wait = POLL_MS;
      await pause(place.retryMs, signal);
      continue;
    }
    const polled = await poll(cart);
    if (polled !== undefined) tell(polled);
    if (polled !== undefined && isFinal(polled)) return;
    await pause(wait, signal);
    wait = Math.min(wait * 1.3, SLOWEST_POLL_MS);
  }
}

/** @param {CartRef} cart */
async function poll(cart) {
  try {
    return (await call('get', '/v1/carts/{id}/payment', { cart })).body.payment;
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) throw error;
    return undefined;
  }
}

/**
 * @param {CartRef} cart
 * @param {(payment: Payment) => void} tell
 * @param {AbortSignal} signal
 * @param {Place} place
 * @returns {Promise<'final' | 'ended' | 'none'>}
 */
async function stream(cart, tell, signal, place) {
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), SILENCE_MS);
  try {
    const response = await open('/v1/carts/{id}/events', {
      cart,
      headers: { accept: 'text/event-stream', ...(place.lastId && { 'last-event-id': place.lastId }) },
      signal: AbortSignal.any([signal, silent.signal]),
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    if (!response.ok || !isStream || response.body === null) {
      await response.body?.cancel();
      return 'none';
    }
    const parse = eventParser(place);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE_MS);
      for (const payment of parse(read.value)) {
        tell(payment);
        if (isFinal(payment)) return 'final';
      }
    }
    return 'ended';
  } finally {
    clearTimeout(timer);
    // What is still open after the last word is closed.
    silent.abort();
  }
}

/**
 * Takes the text of a stream as it comes, in pieces of any size, and gives what its `payment` events hold.
 *
 * @param {Place} place
 */
export function eventParser(place) {
  let rest = '';
  /** @param {string} text @returns {Payment[]} */
  return (text) => {
    const blocks = (rest + text).replaceAll('\r\n', '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      const fields = new Map(block.split('\n').map(fieldOf));
      const id = fields.get('id');
      if (id !== undefined) place.lastId = id;
      const retry = fields.get('retry');
      if (retry !== undefined && /^\d+$/.test(retry)) place.retryMs = Number(retry);
      const data = fields.get('data');
      if (fields.get('event') !== 'payment' || data === undefined) return [];
      return [/** @type {Payment} */ (JSON.parse(data))];
    });
  };
}

/**
 * @param {string} line
 * @returns {[string, string]}
 */
function fieldOf(line) {
  const colon = line.indexOf(':');
  if (colon === -1) return [line, ''];
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
}

/** @param {number} ms @param {AbortSignal} signal */
function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
  });
}
