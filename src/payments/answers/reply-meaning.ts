import { jsonObjectOf, saysJson } from '../../ottu/reply-json.ts';
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
