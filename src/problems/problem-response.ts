import { problemKind } from './catalog.ts';
import { fittedDocument } from './fit-document.ts';
import { outcomeOf } from './money-requests.ts';
import type { Problem } from './problem.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

export interface ProblemResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ProblemContext {
  readonly requestId: string;
  /** Whether the route moves money: then the document always carries `outcome`. */
  readonly movesMoney: boolean;
  /** A link of this service, as the outside can follow it; as it is when absent. */
  readonly follow?: (link: string) => string;
}

/** Writes a problem as RFC 9457, never longer than its limit. The cause and the operator's note stay behind. */
export function problemResponse(problem: Problem, context: ProblemContext): ProblemResponse {
  const { options, status, code } = problem;
  const { title } = problemKind(code);
  const document = {
    type: `urn:ottu-bff:problem:${code}`,
    title,
    status,
    detail: options.detail ?? `${title}.`,
    code,
    request_id: context.requestId,
    errors: options.errors,
    outcome: context.movesMoney ? outcomeOf(problem) : options.outcome,
    payment: paymentOf(problem, context),
    allowed: options.allowed,
    retry: options.retry,
    balance: options.balance,
    cart: options.cart,
    agreements: options.agreements,
  };
  return { status, headers: headersOf(problem, context), body: fittedDocument(document) };
}

function paymentOf({ options: { payment } }: Problem, { follow }: ProblemContext): Problem['options']['payment'] {
  return payment === undefined || follow === undefined ? payment : { ...payment, self: follow(payment.self) };
}

function headersOf({ options, status }: Problem, { requestId }: ProblemContext): Record<string, string> {
  return {
    'content-type': PROBLEM_MEDIA_TYPE,
    'cache-control': 'no-store',
    'x-request-id': requestId,
    // RFC 9110 asks for a challenge on every 401.
    ...(status === 401 && { 'www-authenticate': 'Api-Key realm="ottu-bff"' }),
    ...(options.retryAfterSeconds !== undefined && { 'retry-after': String(Math.ceil(options.retryAfterSeconds)) }),
    ...options.headers,
  };
}
