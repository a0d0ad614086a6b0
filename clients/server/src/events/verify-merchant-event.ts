import { Webhook } from 'standardwebhooks';

import { isObject } from '../charging/reading.ts';
import { MERCHANT_EVENT_TYPES, type MerchantEvent } from './merchant-event.ts';

/** Headers as Node.js's `http` has them, or as `Request` has them. */
export type EventHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyOptions {
  /** How old an event may be, or how far ahead its clock, in seconds; 300 unless given, which is also the most. */
  readonly toleranceSeconds?: number;
}

/** An event that is from the service and untouched. */
export interface VerifiedEvent {
  /** The `webhook-id`: the same each time that this event is sent. */
  readonly id: string;
  readonly event: MerchantEvent;
}

/** Not from the service, too old, or no event. Answer 400; the reason is for your own log. */
export class UnverifiedEvent extends Error {
  override readonly name = 'UnverifiedEvent';
}

/**
 * Verifies the signature of Standard Webhooks over the bytes as they came.
 *
 * @param rawBody never a body that was parsed and written again
 * @param secrets `MERCHANT_EVENTS_SECRET`, or several while it is rotated: one that fits is enough
 * @throws UnverifiedEvent
 */
export function verifyMerchantEvent(
  headers: EventHeaders,
  rawBody: string | Uint8Array,
  secrets: string | readonly string[],
  { toleranceSeconds }: VerifyOptions = {},
): VerifiedEvent {
  const text = typeof rawBody === 'string' ? rawBody : decoded(rawBody);
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headerOf(headers, name),
  ) as [string, string, string];
  const signed = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  const json = verified(text, signed, typeof secrets === 'string' ? [secrets] : secrets);
  if (toleranceSeconds !== undefined && Math.abs(Date.now() / 1_000 - Number(timestamp)) > toleranceSeconds) {
    throw new UnverifiedEvent(`The event is not within ${toleranceSeconds} seconds of now.`);
  }
  if (!isObject(json) || typeof json['type'] !== 'string' || typeof json['timestamp'] !== 'string') {
    throw new UnverifiedEvent('What is signed is no event.');
  }
  return { id, event: eventOf(json['type'], json['timestamp'], json['data']) };
}

function verified(text: string, headers: Record<string, string>, secrets: readonly string[]): unknown {
  if (secrets.length === 0) throw new TypeError('An event cannot be verified without a secret.');
  let reason: unknown;
  for (const secret of secrets) {
    const webhook = new Webhook(secret);
    try {
      return webhook.verify(text, headers);
    } catch (error) {
      reason = error;
    }
  }
  throw new UnverifiedEvent(reason instanceof Error ? reason.message : 'The signature does not fit.', {
    cause: reason,
  });
}

function eventOf(type: string, timestamp: string, data: unknown): MerchantEvent {
  if (!MERCHANT_EVENT_TYPES.includes(type)) return { type: 'unrecognized', timestamp, data: { type, data } };
  // Its signature says that the service wrote it, and the service writes them so.
  return { type, timestamp, data } as MerchantEvent;
}

function headerOf(headers: EventHeaders, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : valueOf(headers, name);
  if (typeof value === 'string' && value !== '') return value;
  throw new UnverifiedEvent(`The header ${name} is missing or was given more than once.`);
}

function valueOf(headers: Exclude<EventHeaders, Headers>, name: string): unknown {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new UnverifiedEvent('The body is not UTF-8.', { cause: error });
  }
}
