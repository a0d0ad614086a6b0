import type { JsonDocument } from '../../json/json-document.ts';
import { transmittedValue } from '../../ottu/signed-message.ts';

export type EventKind = 'payment' | 'operation';

const MARKS_OF_OPERATIONS = ['txn', 'source', 'operation'];

/**
 * F11.1: neither kind says which it is. `state` decides first, because only payment events have it and it is signed:
 * a payment event must not become an operation by an unsigned `txn` that somebody added.
 */
export function eventKind(document: JsonDocument): EventKind {
  if (transmittedValue(document, 'state') !== undefined) return 'payment';
  return MARKS_OF_OPERATIONS.some((name) => document.source(`/${name}`) !== undefined) ? 'operation' : 'payment';
}
