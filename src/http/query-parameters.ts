import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import { ApiProblems } from '../problems/api-problems.ts';
import { documented } from './documented.ts';
import { findDtoFaults } from './dto-faults.ts';
import { PROTOTYPE_NAMES } from './dto-instance.ts';
import { FaultList } from './fault-list.ts';
import { field, type FieldOptions } from './fields/field.ts';
import type { Class } from './fields/structure-fields.ts';

/**
 * Reads a request's query into a DTO whose fields say their rules. All values are strings. A parameter that is not known
 * is a fault: a filter that is misspelt must not silently match everything.
 *
 * @throws Problem `validation_failed` with all faults, pointers being the parameters' names.
 */
export function readQuery<T extends object>(query: unknown, dto: Class<T>): T {
  const faults = new FaultList();
  const instance = new dto();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (typeof value !== 'string') faults.add([name], 'must be given once');
    else if (PROTOTYPE_NAMES.has(name)) faults.add([name], 'is not a known parameter');
    else (instance as Record<string, unknown>)[name] = value;
  }
  findDtoFaults(instance, { open: false }, faults);
  faults.throwIfAny('validation_failed', 'Some parameters of the query are not valid.');
  return instance;
}

/** A route's query as a DTO, documented by the same class. */
export function QueryParameters<T extends object>(dto: Class<T>): ParameterDecorator {
  const read = createParamDecorator((_data: unknown, context: ExecutionContext) =>
    readQuery(context.switchToHttp().getRequest<FastifyRequest>().query, dto),
  );
  return documented(read(), ApiQuery({ type: dto }), ApiProblems('validation_failed'));
}

/** How many entries a page has at most, as text. */
export function PageSize({ largest, usual }: { readonly largest: number; readonly usual: number }): PropertyDecorator {
  return field(
    (value) =>
      typeof value === 'string' && /^[1-9]\d{0,3}$/.test(value) && Number(value) <= largest
        ? undefined
        : `must be a whole number from 1 to ${largest}`,
    { type: 'integer', minimum: 1, maximum: largest, default: usual },
    { optional: true, description: 'How many entries a page has at most.' },
  );
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/;

/** A moment with its offset: without one it would mean another time on another machine. */
export function Moment(options: FieldOptions): PropertyDecorator {
  return applyDecorators(
    field(
      (value) =>
        typeof value === 'string' && MOMENT.test(value) && !Number.isNaN(new Date(value).getTime())
          ? undefined
          : 'must be a moment with its offset, such as 2026-06-01T00:00:00Z (write + as %2B)',
      { type: 'string', format: 'date-time' },
      options,
    ),
  );
}
