import { JsonDocument } from '../json/json-document.ts';
import type { OttuReply } from './transport/http-sender.ts';

/**
 * Ottu's own bodies are shallow; a gateway's raw answer inside one may not be. An answer must not be lost for its shape:
 * how long it may be is the transport's to say, and reading it takes time linear in that.
 */
const LIMITS = { maxDepth: 200, maxNodes: Number.POSITIVE_INFINITY, maxNameLength: Number.POSITIVE_INFINITY };

/** The JSON object of an answer, or nothing when its bytes are no JSON object that can be read in one way. */
export function jsonObjectOf(reply: OttuReply): JsonDocument | undefined {
  const document = documentOf(reply);
  return isRecord(document?.value) ? document : undefined;
}

/** The JSON value of an answer, of any type, or nothing when its bytes are no JSON. */
export function jsonValueOf(reply: OttuReply): unknown {
  return documentOf(reply)?.value;
}

function documentOf(reply: OttuReply): JsonDocument | undefined {
  try {
    return JsonDocument.parse(reply.body, LIMITS);
  } catch {
    return undefined;
  }
}

export function saysJson(reply: OttuReply): boolean {
  const essence = reply.contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return essence === 'application/json' || essence.endsWith('+json');
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
