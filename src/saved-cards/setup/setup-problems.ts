import { mapPointers } from '../../ottu/errors/refusal-body.ts';
import type { ProblemCode } from '../../problems/catalog.ts';
import { Problem, type FieldError, type ProblemOptions } from '../../problems/problem.ts';

/** Ottu's names of what a caller gives of the customer, and where it stands in the body. */
const toBody = mapPointers({
  '/customer_email': '/customer/email',
  '/customer_phone': '/customer/phone',
  '/customer_first_name': '/customer/first_name',
  '/customer_last_name': '/customer/last_name',
});

const RETRY_AFTER_SECONDS = 5;

/** What only the merchant can mend. */
const OF_THE_SHOP: ReadonlySet<ProblemCode> = new Set([
  'ottu_refused_credentials',
  'ottu_not_found',
  'ottu_conflict',
  'not_found',
]);

/** What may be over when the shopper comes back. */
const OF_THE_MOMENT: ReadonlySet<ProblemCode> = new Set([
  'ottu_bad_answer',
  'ottu_failed',
  'ottu_timeout',
  'ottu_locked',
  'ottu_overloaded',
  'ottu_throttled',
  'ottu_unreachable',
]);

/** What a server is told of a set-up that failed: Ottu's names of fields become those of the body. */
export function toServerProblem(error: unknown): unknown {
  if (!(error instanceof Problem) || error.options.errors === undefined) return error;
  return new Problem(error.code, { ...error.options, errors: error.options.errors.map(inBody) });
}

/**
 * What a shopper is told: whether to come back, to give other details, or that the shop cannot do it; never Ottu's words
 * (M91), nor the payment, which he cannot read.
 */
export function toShopperProblem(error: unknown): unknown {
  if (!(error instanceof Problem)) return error;
  const { code, options } = error;
  const { operatorNote, cause, outcome = 'none', payment: _, ...rest } = options;
  const about: ProblemOptions = { outcome, cause, ...(operatorNote === undefined ? {} : { operatorNote }) };
  if (code === 'ottu_rejected') return refusedToShopper(options.errors ?? [], about);
  if (OF_THE_SHOP.has(code)) return new Problem('ottu_refused', about);
  if (OF_THE_MOMENT.has(code)) {
    return new Problem('checkout_unavailable', {
      ...about,
      retryAfterSeconds: options.retryAfterSeconds ?? RETRY_AFTER_SECONDS,
    });
  }
  return new Problem(code, { ...rest, ...about });
}

/** M56b: of what Ottu names, only what he has given is anything that a shopper can mend. */
function refusedToShopper(refused: readonly FieldError[], about: ProblemOptions): Problem {
  const errors = refused.map((error) => ({ ...inBody(error), message: 'is not accepted' }));
  const ofShopper = errors.length > 0 && errors.every(({ pointer }) => pointer.startsWith('/customer/'));
  return ofShopper ? new Problem('customer_details_refused', { ...about, errors }) : new Problem('ottu_refused', about);
}

function inBody({ pointer, message }: FieldError): FieldError {
  return { pointer: toBody(pointer), message };
}
