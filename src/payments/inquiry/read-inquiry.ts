import type { InquiryResult } from '../../database/schema.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { jsonObjectOf, saysJson } from '../../ottu/reply-json.ts';
import { missingPaymentFields, verifySignature } from '../../ottu/signature.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { parseSessionId } from '../identifiers.ts';

export interface InquiryReading {
  readonly result: InquiryResult;
  /** The event that was answered, where it can be believed; it is still to be held against the payment (M20, M45). */
  readonly event: JsonDocument | undefined;
  /** The session that the answer names, believed or not. */
  readonly session: string | undefined;
}

/**
 * What Ottu's answer to an inquiry is worth. It has the shape of a webhook and is verified like one. Only a 404 that
 * Ottu's own API wrote says that there is no such transaction (M33); everything else proves nothing.
 */
export function readInquiry(reply: OttuReply, webhookKeys: readonly string[]): InquiryReading {
  const document = jsonObjectOf(reply);
  if (reply.status === 200 && document !== undefined) {
    const session = parseSessionId(document.source('/session_id')?.scalarText());
    const believed = verifySignature(document, webhookKeys).verified && missingPaymentFields(document).length === 0;
    return believed
      ? { result: 'answered', event: document, session }
      : { result: 'unverified', event: undefined, session };
  }
  return { result: refusalOf(reply, document), event: undefined, session: undefined };
}

function refusalOf(reply: OttuReply, document: JsonDocument | undefined): InquiryResult {
  if (reply.status === 429) return 'throttled';
  const detail = document?.source('/detail')?.value();
  if (reply.status === 404 && saysJson(reply) && typeof detail === 'string') return 'not_found';
  return reply.status >= 400 && reply.status < 500 ? 'refused' : 'no_answer';
}
