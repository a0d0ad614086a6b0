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
    applyDecorators(ApiExtraModels(ProblemDocument), ...[...byStatus].map(response))(target, key, descriptor);
  };
}

const DOCUMENTED_CODES = Symbol('documented problem codes');

function response([status, codes]: [number, ProblemCode[]]): MethodDecorator {
  const options = {
    status,
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
