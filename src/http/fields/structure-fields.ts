import { applyDecorators } from '@nestjs/common';

import type { FieldError } from '../../problems/problem.ts';
import { field, type FieldOptions, type FieldRule } from './field.ts';
import { textRule, type TextOptions } from './plain-fields.ts';

export type Class<T extends object = object> = new () => T;

export interface ListOptions extends FieldOptions {
  readonly min?: number;
  readonly max: number;
}

/** How a member is built when a body becomes a DTO; members without a shape are taken over as they are. */
export interface MemberShape {
  readonly of: () => Class;
  /** The most elements of a list of them; undefined where it is one object. */
  readonly maxElements: number | undefined;
}

const SHAPES = Symbol('member shapes');

/** The shapes of a DTO class's members, those of its base classes included. */
export function memberShapes(dto: Class): ReadonlyMap<string, MemberShape> {
  return new Map(Object.entries((Reflect.getMetadata(SHAPES, dto) as Record<string, MemberShape> | undefined) ?? {}));
}

/** An object of another DTO class. */
export function Nested(of: () => Class, options: FieldOptions = {}): PropertyDecorator {
  const rule: FieldRule = (value) => (isObject(value) ? undefined : 'must be an object');
  return applyDecorators(shaped({ of, maxElements: undefined }), field(rule, { type: () => of() }, options));
}

/** A list of objects of one DTO class; at least `min` (1) and at most `max`. */
export function ListOf(of: () => Class, options: ListOptions): PropertyDecorator {
  const rule: FieldRule = (value) => {
    const violation = listViolation(value, options);
    if (violation !== undefined) return violation;
    return (value as unknown[]).every(isObject) ? undefined : 'must hold nothing but objects';
  };
  // Swagger knows a late-bound class by a function that is called `type`.
  const documentation = { type: () => of(), isArray: true, minItems: options.min ?? 1, maxItems: options.max };
  return applyDecorators(shaped({ of, maxElements: options.max }), field(rule, documentation, options));
}

/** A list of strings, each by the rules of `Text`. */
export function TextList(
  options: ListOptions & { readonly each: Omit<TextOptions, keyof FieldOptions> },
): PropertyDecorator {
  const { each, min = 1, max } = options;
  const rule: FieldRule = (value) => {
    const violation = listViolation(value, options);
    if (violation !== undefined) return violation;
    const wrong = (value as unknown[]).map(textRule(each)).find((found) => found !== undefined);
    return wrong === undefined ? undefined : `must hold strings only, and each ${wrong}`;
  };
  const items = {
    type: 'string' as const,
    minLength: each.min ?? 1,
    maxLength: each.max,
    ...(each.pattern && { pattern: each.pattern.source }),
  };
  return field(rule, { type: 'array', items, minItems: min, maxItems: max }, options);
}

/** An object whose members are the caller's business; taken over as it is. */
export function FreeObject(options: FieldOptions = {}): PropertyDecorator {
  const rule: FieldRule = (value) => (isObject(value) ? undefined : 'must be an object');
  return field(rule, { type: 'object', additionalProperties: true }, options);
}

/** Any JSON value at all, but for null where that is not allowed; taken over as it is. */
export function Anything(options: FieldOptions = {}): PropertyDecorator {
  return field(
    (value) => (value === null ? 'must not be null' : undefined),
    { type: 'object', additionalProperties: true },
    options,
  );
}

function shaped(shape: MemberShape): PropertyDecorator {
  return (target, key) => {
    const known = (Reflect.getMetadata(SHAPES, target.constructor) as Record<string, MemberShape> | undefined) ?? {};
    Reflect.defineMetadata(SHAPES, { ...known, [String(key)]: shape }, target.constructor);
  };
}

function listViolation(value: unknown, { min = 1, max }: ListOptions): string | undefined {
  if (!Array.isArray(value)) return 'must be a list';
  if (value.length < min) return min === 1 ? 'must not be empty' : `must have at least ${min} entries`;
  return value.length > max ? `must have at most ${max} entries` : undefined;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list of values of a closed set; it may be empty. */
export function ChoiceList(values: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  const known = new Set<unknown>(values);
  return field(
    (value) => {
      if (!Array.isArray(value)) return 'must be a list';
      return value.every((entry) => known.has(entry)) ? undefined : `must hold nothing but ${values.join(', ')}`;
    },
    { type: 'array', items: { type: 'string', enum: [...values] } },
    options,
  );
}

type Check = (value: never) => Iterable<FieldError>;

const CHECKS = Symbol('checks across members');

/**
 * A rule across the members of a DTO, such as "exactly one of items and amount"; pointers are relative to the DTO.
 * It runs even if single members are wrong, so that the answer names all of them at once: members may then hold any JSON value,
 * and it should check only presence and plain values. A fault on a member that already has one, or inside it, is
 * dropped. A rule about each of many members is a generator: nothing more is asked of it when enough faults are known.
 */
export function AlsoCheck<T extends object>(check: (value: T) => Iterable<FieldError>): (dto: Class<T>) => void {
  return (dto) => Reflect.defineMetadata(CHECKS, [...checksOf(dto), check], dto);
}

export function checksOf(dto: Class): readonly Check[] {
  return (Reflect.getMetadata(CHECKS, dto) as readonly Check[] | undefined) ?? [];
}
