import type { JsonDocument } from '../../json/json-document.ts';
import { readRefusal } from '../../ottu/errors/refusal-body.ts';
import { jsonObjectOf, saysJson, isRecord } from '../../ottu/reply-json.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';

/** Statuses with which Ottu says that it did nothing, if it says so in JSON; all others leave it open (M11, M52). */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 413, 415, 422]);

/**
 * What an answer says about the write that it answers. `unclear`: it may have been done. A 2xx is done, readable or not;
 * whether it shows what was asked for is another question.
 */
export function meaningOf(reply: OttuReply): 'done' | 'refused' | 'unclear' {
  const { status } = reply;
  if (status >= 200 && status < 300) return 'done';
  const document = jsonObjectOf(reply);
  // What names a session was not refused before anything was done.
  if (document?.source('/session_id') !== undefined) return 'unclear';
  if (status === 429) return 'refused';
  return REFUSALS.has(status) && saysJson(reply) && document !== undefined ? 'refused' : 'unclear';
}

/** As much of an answer as says whether Ottu has refused it. */
export interface RefusalText {
  readonly status: number;
  readonly document: JsonDocument | undefined;
  /** Whether the body is JSON and says so. */
  readonly json: boolean;
}

/** Statuses with which Ottu refuses a request for reasons that lie outside of it: keys, permissions, paths (F1.7). */
const OUTSIDE_THE_REQUEST: ReadonlySet<number> = new Set([401, 403, 404, 405, 415]);
/** The whole installation pauses (F16.3). The word is only inferred, so it is believed only where nothing can be charged. */
const PAUSED = 423;

export function refusalText(reply: OttuReply): RefusalText {
  const document = jsonObjectOf(reply);
  return { status: reply.status, document, json: document !== undefined && saysJson(reply) };
}

/**
 * M5a: Ottu has not taken the request, and the fault does not lie in it: the same key may claim again. Any word of a
 * result or a session speaks against it.
 */
export function isTemporaryRefusal(reply: RefusalText): boolean {
  if (namesTransaction(reply)) return false;
  return reply.status === 429 || (OUTSIDE_THE_REQUEST.has(reply.status) && isOwnShape(reply));
}

/** The same of a create that charges nothing. */
export function isTemporaryCreateRefusal(reply: RefusalText): boolean {
  return isTemporaryRefusal(reply) || (reply.status === PAUSED && isOwnShape(reply) && !namesTransaction(reply));
}

/** M5a: from the second attempt on Ottu knows the order number, perhaps because an earlier one was taken after all. */
export function refusesOrderNo({ status, document, json }: RefusalText): boolean {
  if (status !== 400 || !json) return false;
  const { detail, errors } = readRefusal(document?.value);
  return errors.some(({ pointer }) => pointer === '/order_no') || /\border[_ ]?(no|number)\b/i.test(detail ?? '');
}

/** E3, or the envelope E8 (F1.6). A proxy's JSON has neither. */
function isOwnShape({ document, json }: RefusalText): boolean {
  const body = document?.value;
  if (!json || !isRecord(body)) return false;
  const { detail, error } = body;
  return typeof detail === 'string' || (isRecord(error) && typeof error['message'] === 'string');
}

function namesTransaction({ document }: RefusalText): boolean {
  const body = document?.value;
  return isRecord(body) && ('result' in body || 'session_id' in body);
}
