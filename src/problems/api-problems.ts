import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { problemKind, type ProblemCode } from './catalog.ts';
import { ProblemDocument } from './problem-document.ts';
import { PROBLEM_MEDIA_TYPE, problemResponse } from './problem-response.ts';
import { Problem, type FieldError } from './problem.ts';

const EXAMPLE_REQUEST_ID = '0e1c9a52-7d5c-4a1e-9f6b-2b8f1f0a6c3d';
const EXAMPLE_ERRORS: readonly FieldError[] = [{ pointer: '/currency_code', message: 'must be three capital letters' }];

/** Documents the problems of a route: one response per status, one example per code. May be given more than once. */
export function ApiProblems(...codes: readonly ProblemCode[]): MethodDecorator {
  return (target, key, descriptor) => {
    const known = (Reflect.getMetadata(DOCUMENTED_CODES, descriptor.value as object) ?? []) as ProblemCode[];
    const all = [...new Set([...known, ...codes])];
    Reflect.defineMetadata(DOCUMENTED_CODES, all, descriptor.value as object);
    const byStatus = Map.groupBy(all, (code) => problemKind(code).status);
    applyDecorators(ApiExtraModels(ProblemDocument), ...[...byStatus].map((one) => response(one, all)))(
      target,
      key,
      descriptor,
    );
  };
}

const DOCUMENTED_CODES = Symbol('documented problem codes');

/** Problems after which the caller may try again by himself, and is told when. */
const WITH_RETRY_AFTER: ReadonlySet<number> = new Set([400, 409, 429, 502, 503, 504]);

const text = { type: 'string' } as const;

/** What stands in the heads of problems; in the document once, and referred to by each. */
export const PROBLEM_HEADERS = {
  'X-Request-Id': { description: 'The same as `request_id`.', required: true, schema: text },
  'WWW-Authenticate': { description: 'What is asked for.', required: true, schema: text },
  'Retry-After': {
    description: 'Seconds to wait before the request is sent again, where that may help.',
    schema: { ...text, pattern: '^[0-9]+$' },
  },
  ETag: { description: 'Of what the problem is about, as it is now; where the caller may see it.', schema: text },
  'Idempotent-Replayed': {
    description: '`true` when this key has ended in this problem before.',
    schema: { ...text, enum: ['true'] },
  },
};

/** Of those, the ones that problems of this status have on a route with all these codes. */
function headersOf(status: number, all: readonly ProblemCode[]) {
  const names = Object.keys(PROBLEM_HEADERS) as (keyof typeof PROBLEM_HEADERS)[];
  const has: Readonly<Record<keyof typeof PROBLEM_HEADERS, boolean>> = {
    'X-Request-Id': true,
    'WWW-Authenticate': status === 401,
    'Retry-After': WITH_RETRY_AFTER.has(status),
    ETag: (status === 409 || status === 412) && all.some((code) => NAMING_A_VERSION.has(code)),
    'Idempotent-Replayed': all.includes('idempotency_key_missing'),
  };
  return Object.fromEntries(
    names.filter((name) => has[name]).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}

/** Codes of routes that ask for a version. */
const NAMING_A_VERSION: ReadonlySet<ProblemCode> = new Set(['cart_changed', 'payment_changed', 'payer_is_paying']);

function response([status, codes]: [number, ProblemCode[]], all: readonly ProblemCode[]): MethodDecorator {
  const options = {
    status,
    headers: headersOf(status, all),
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: { $ref: getSchemaPath(ProblemDocument) },
        examples: Object.fromEntries(
          codes.map((code) => [code, { summary: problemKind(code).title, value: example(code) }]),
        ),
      },
    },
  };
  return (target, key, descriptor) => {
    // Nest's merge joins the descriptions of repeated responses; the last call here knows all codes, so it replaces.
    const responses = (Reflect.getMetadata('swagger/apiResponse', descriptor.value as object) ?? {}) as Record<
      string,
      unknown
    >;
    const { [status]: _replaced, ...others } = responses;
    Reflect.defineMetadata('swagger/apiResponse', others, descriptor.value as object);
    ApiResponse({
      ...options,
      description: codes.map((code) => `\`${code}\`: ${problemKind(code).title}`).join('\n\n'),
    })(target, key, descriptor as TypedPropertyDescriptor<unknown>);
  };
}

function example(code: ProblemCode): unknown {
  const problem = new Problem(code, code === 'validation_failed' ? { errors: EXAMPLE_ERRORS } : {});
  return JSON.parse(problemResponse(problem, { requestId: EXAMPLE_REQUEST_ID, movesMoney: false }).body);
}
