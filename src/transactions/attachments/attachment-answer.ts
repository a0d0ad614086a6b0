import { jsonObjectOf } from '../../ottu/reply-json.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';
import { pointer } from '../../json/json-pointer.ts';
import { Problem, type FieldError } from '../../problems/problem.ts';

/** Ottu names the answer's member where the caller's field is at fault (F5). */
const OWN_NAME: Readonly<Record<string, string>> = { attachment_short_url: 'shortify_attachment_url' };
const MAX_ERRORS = 20;
const THROTTLED_SECONDS = 5;

/**
 * Ottu's answer to an upload as this service's caller gets it: its bytes where it is good.
 *
 * @throws Problem for everything else (design section 10).
 */
export function attachmentAnswer(reply: OttuReply): Buffer {
  const document = jsonObjectOf(reply);
  if (reply.status >= 200 && reply.status < 300 && document !== undefined) return reply.body;
  switch (reply.status) {
    case 400:
      if (document !== undefined) throw rejected(document.value as Record<string, unknown>);
      break;
    case 401:
    case 403:
      throw new Problem('ottu_refused_credentials', {
        operatorNote: 'An upload needs "Can add payment requests" or "Can add e-commerce payments".',
      });
    case 413:
      throw new Problem('payload_too_large', { detail: 'Ottu found the file too large.' });
    case 404:
    case 415:
      throw new Problem('ottu_not_found');
    case 429:
      throw new Problem('ottu_throttled', { retryAfterSeconds: THROTTLED_SECONDS });
  }
  throw new Problem('ottu_bad_answer', { operatorNote: `An upload was answered with status ${reply.status}.` });
}

/** E7: a field and a plain text; lists of texts are taken too, as everywhere else in Ottu (E1). */
function rejected(errors: Readonly<Record<string, unknown>>): Problem {
  const { detail, ...fields } = errors;
  const faults = Object.entries(fields)
    .flatMap(([name, value]) => textsOf(value).map((message): FieldError => ({ pointer: pointer(OWN_NAME[name] ?? name), message })))
    .slice(0, MAX_ERRORS);
  return new Problem('ottu_rejected', {
    ...(typeof detail === 'string' && { detail }),
    ...(faults.length > 0 && { errors: faults }),
  });
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string');
}
