import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiQuery, type ApiQueryOptions } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import { ApiProblems } from '../problems/api-problems.ts';
import { documented } from './documented.ts';
import { findViolations, PROTOTYPE_NAMES } from './dto.ts';
import { ViolationList } from './violation-list.ts';
import { field, type FieldOptions } from './fields/field.ts';
import type { Class } from './fields/structure-fields.ts';

/**
 * Reads a request's query into a DTO whose fields say their rules. All values are strings. A parameter that is not known
 * is a fault: a filter that is misspelt must not silently match everything.
 *
 * @throws Problem `validation_failed` with all faults, pointers being the parameters' names.
 */
export function readQuery<T extends object>(query: unknown, dto: Class<T>): T {
  const violations = new ViolationList();
  const instance = new dto();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (typeof value !== 'string') violations.add([name], 'must be given once');
    else if (PROTOTYPE_NAMES.has(name)) violations.add([name], 'is not a known parameter');
    else if (!isStorable(value)) violations.add([name], 'must be well-formed text without NUL');
    else (instance as Record<string, unknown>)[name] = value;
  }
  findViolations(instance, { open: false }, violations);
  violations.throwIfAny('validation_failed', 'Some parameters of the query are not valid.');
  return instance;
}

/** Whether PostgreSQL takes it as text: it refuses U+0000 and half of a surrogate pair with an error of its own. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** A route's query as a DTO, documented by the same class. */
export function QueryParameters<T extends object>(dto: Class<T>): ParameterDecorator {
  const read = createParamDecorator((_data: unknown, context: ExecutionContext) =>
    readQuery(context.switchToHttp().getRequest<FastifyRequest>().query, dto),
  );
  return documented(read(), ...parametersOf(dto), ApiProblems('validation_failed'));
}

/** One decorator for each field of a query: of a class as a whole Swagger would document no closed lists of values. */
function parametersOf(dto: Class): MethodDecorator[] {
  const { prototype } = dto as { readonly prototype: object };
  const names = (Reflect.getMetadata('swagger/apiModelPropertiesArray', prototype) ?? []) as readonly string[];
  return names.map((marked) => {
    const name = marked.slice(1);
    const {
      required,
      description,
      type,
      isArray: _none,
      ...rules
    } = Reflect.getMetadata('swagger/apiModelProperties', prototype, name) as FieldDocumentation;
    return ApiQuery({
      name,
      required,
      ...(description !== undefined && { description }),
      schema: { ...rules, type: typeof type === 'string' ? type : 'string' },
    } as ApiQueryOptions);
  });
}

interface FieldDocumentation {
  readonly required: boolean;
  readonly description?: string;
  readonly type?: unknown;
  readonly [rule: string]: unknown;
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

/** No place on earth is further from UTC than 14 hours, and PostgreSQL takes no offset of 16. */
const MOMENT = /^(?!0000)\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;

/** `Date` moves the 31st of February into March, which PostgreSQL refuses. */
function isRealMoment(text: string): boolean {
  const day = text.slice(0, 10);
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** A moment with its offset: without one it would mean another time on another machine. */
export function Moment(options: FieldOptions): PropertyDecorator {
  return applyDecorators(
    field(
      (value) =>
        typeof value === 'string' && MOMENT.test(value) && isRealMoment(value)
          ? undefined
          : 'must be a moment with its offset, such as 2026-06-01T00:00:00Z (write + as %2B)',
      { type: 'string', format: 'date-time', pattern: MOMENT.source },
      options,
    ),
  );
}

/** Where a page ended: the last entry's place in the order by time and id, so that new entries move nothing. */
export interface PageCursor {
  /** To the microsecond, as the database has it: a `Date` would lose the last three digits and with them entries. */
  readonly at: string;
  readonly id: string;
}

const AT = /^(?!0000)\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Opaque to callers; it holds nothing that the entry itself does not show. */
export function writeCursor({ at, id }: PageCursor): string {
  return Buffer.from(`${at} ${id}`).toString('base64url');
}

export function readCursor(text: string | undefined): PageCursor | undefined {
  const [at = '', id = '', ...rest] = Buffer.from(text ?? '', 'base64url')
    .toString('latin1')
    .split(' ');
  return AT.test(at) && isRealMoment(at) && ID.test(id) && rest.length === 0 ? { at, id } : undefined;
}

/** The `cursor` of a list. */
export function Cursor(): PropertyDecorator {
  return field(
    (value) =>
      typeof value === 'string' && readCursor(value) !== undefined ? undefined : 'must be a next_cursor of this list',
    { type: 'string', maxLength: 128 },
    { optional: true, description: 'The `next_cursor` of the page before; with the same filters.' },
  );
}
