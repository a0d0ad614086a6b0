import type { FieldError } from '../../problems/problem.ts';
import type { ProblemCode } from '../../problems/catalog.ts';
import type { ChargeAnswer } from './charge-answer.ts';

/** Ottu's refusal as the caller gets it, now and at every replay (M9). Stored as JSON. */
export interface Refusal extends Record<string, unknown> {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors: FieldError[];
  readonly retryAfterSeconds?: number;
}

/**
 * Design section 10 for charges: field errors keep their place, so that a caller finds the fault in the own body.
 *
 * @param clean removes from Ottu's words what must not be repeated.
 */
export function refusalOf(answer: ChargeAnswer, clean: (text: string) => string): Refusal {
  switch (answer.status) {
    case 401:
    case 403:
      return { code: 'ottu_refused_credentials', detail: 'Ottu did not accept the credentials of this service for this charge.', errors: [] };
    case 404:
    case 415:
      return { code: 'ottu_not_found', detail: 'Ottu does not offer this charge at the configured address.', errors: [] };
    case 429:
      return {
        code: 'ottu_throttled',
        detail: 'Ottu takes no more requests at the moment. Nothing was charged; use a new Idempotency-Key to try again.',
        errors: [],
        retryAfterSeconds: retryAfterSeconds(answer.retryAfter),
      };
    default:
      return validationRefusal(answer, clean);
  }
}

function validationRefusal({ document }: ChargeAnswer, clean: (text: string) => string): Refusal {
  const errors = fieldErrors(document?.value, '', clean).slice(0, 50);
  const detail = errors.find(({ pointer }) => pointer === '/detail')?.message;
  return {
    code: 'ottu_rejected',
    detail: detail ?? 'Ottu refused the request because of the fields named below. Nothing was charged.',
    errors: errors.filter(({ pointer }) => pointer !== '/detail'),
  };
}

/** E1 (lists of texts by field), E2 (nested) and E7 (plain texts), flattened to pointers. */
function fieldErrors(value: unknown, pointer: string, clean: (text: string) => string): FieldError[] {
  if (typeof value === 'string') return [{ pointer, message: clean(value) }];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      fieldErrors(item, typeof item === 'string' ? pointer : `${pointer}/${index}`, clean),
    );
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, nested]) =>
      fieldErrors(nested, name === 'non_field_errors' ? pointer : `${pointer}/${escapeSegment(clean(name))}`, clean),
    );
  }
  return [];
}

function escapeSegment(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

const DEFAULT_RETRY_AFTER_SECONDS = 5;

/** Both forms of `Retry-After` (RFC 9110): seconds, or a date. */
export function retryAfterSeconds(header: string | undefined, now = Date.now()): number {
  if (header === undefined) return DEFAULT_RETRY_AFTER_SECONDS;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? DEFAULT_RETRY_AFTER_SECONDS : Math.max(0, Math.ceil((at - now) / 1000));
}
