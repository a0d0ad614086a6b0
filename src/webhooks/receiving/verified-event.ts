import { createHash } from 'node:crypto';

import type { JsonDocument } from '../../json/json-document.ts';
import type { SignatureScheme } from '../../ottu/signed-message.ts';
import { readFact } from '../../payments/facts/provider-fact.ts';
import { parseSessionId, type SessionId } from '../../payments/identifiers.ts';
import { eventKind, type EventKind } from './event-kind.ts';
import { withoutToken } from './without-token.ts';

/** An event whose signature is good, as it is stored. */
export interface VerifiedEvent {
  /** Lower-case hex SHA-256 of the raw body. */
  readonly sha256: string;
  readonly body: string;
  readonly kind: EventKind;
  readonly scheme: SignatureScheme;
  readonly orderNo: string | null;
  /** Not signed by the standard scheme. */
  readonly sessionId: SessionId | null;
}

/** Longer ones are nobody's order number (M40), and no index would take them. */
const MAX_ORDER_NO_LENGTH = 128;

/** @param newestKey hides the card's token. */
export function verifiedEvent(
  raw: Buffer,
  document: JsonDocument,
  { scheme, newestKey }: { readonly scheme: SignatureScheme; readonly newestKey: string },
): VerifiedEvent {
  return {
    sha256: createHash('sha256').update(raw).digest('hex'),
    body: withoutToken(document, newestKey),
    kind: eventKind(document),
    scheme,
    ...namesIn(document),
  };
}

/** The order and the session that an event names, where they could be ours. */
export function namesIn(document: JsonDocument): Pick<VerifiedEvent, 'orderNo' | 'sessionId'> {
  const { orderNo, sessionId } = readFact(document, 'webhook');
  return {
    orderNo: orderNo !== undefined && orderNo.length <= MAX_ORDER_NO_LENGTH ? orderNo : null,
    sessionId: parseSessionId(sessionId) ?? null,
  };
}
