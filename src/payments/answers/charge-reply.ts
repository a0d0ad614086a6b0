import type { JsonDocument } from '../../json/json-document.ts';
import type { JsonText } from '../../json/json-text.ts';
import { isRecord, jsonObjectOf, saysJson } from '../../ottu/reply-json.ts';
import { verifySignature } from '../../ottu/signature.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';

/** Ottu's answer to a charge with everything that the table of M11 asks about it. */
export interface ChargeReply {
  readonly status: number;
  /** The body, when it is one JSON object that can be read in one way. */
  readonly document: JsonDocument | undefined;
  /** Whether the body is JSON and says so; a proxy's page is not. */
  readonly json: boolean;
  readonly signatureGood: boolean;
  readonly retryAfter: string | undefined;
}

export function readChargeReply(reply: OttuReply, webhookKeys: readonly string[]): ChargeReply {
  const document = jsonObjectOf(reply);
  return {
    status: reply.status,
    document,
    json: document !== undefined && saysJson(reply),
    signatureGood: document !== undefined && verifySignature(document, webhookKeys).verified,
    retryAfter: reply.retryAfter,
  };
}

/** The decoded text of a top-level member, or nothing when it is absent, null, empty or no scalar. */
export function textMember({ document }: ChargeReply, name: string): string | undefined {
  const text = document?.source(`/${name}`)?.scalarText();
  return text === '' ? undefined : text;
}

export function memberSource({ document }: ChargeReply, name: string): JsonText | undefined {
  return document?.source(`/${name}`);
}

/** E1, E2 or a plain `detail` (F1.6): a refusal by validation, nothing executed. Of a session it would not speak. */
export function isValidationRefusal(reply: ChargeReply): boolean {
  const body = reply.document?.value;
  if (!isRecord(body) || Object.keys(body).length === 0) return false;
  if ('result' in body || 'session_id' in body) return false;
  return Object.values(body).every((value) => typeof value === 'string' || Array.isArray(value) || isRecord(value));
}

/** Whether a multi-provider payment could not be undone after it failed (F1.6 E4). */
export function hasCompensationFailures(reply: ChargeReply): boolean {
  const rollback = reply.document?.source('/rollback')?.value();
  return (
    isRecord(rollback) &&
    Array.isArray(rollback['compensation_failures']) &&
    rollback['compensation_failures'].length > 0
  );
}
