import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf } from 'class-validator';

export interface FieldOptions {
  readonly description?: string;
  readonly example?: unknown;
  /** May be left out; null is then still a wrong value. */
  readonly optional?: boolean;
  /** May be null. */
  readonly nullable?: boolean;
  /** Optional, and may be a text of nothing but white space, as forms and wallets fill what they do not know. */
  readonly blank?: boolean;
  readonly deprecated?: boolean;
}

/**
 * Why a value is wrong, as the end of a sentence that starts with the field's name ("must be …"); undefined if it is
 * right. It must not quote the value, which may be a secret.
 */
export type FieldRule = (value: unknown) => string | undefined;

/** A rule and the documentation that says the same, in one decorator, so that they cannot drift apart. */
export function field(rule: FieldRule, schema: ApiPropertyOptions, options: FieldOptions): PropertyDecorator {
  const { description, example, blank = false, nullable = false, deprecated } = options;
  const { optional = blank } = options;
  const documentation = {
    ...schema,
    ...(blank && 'minLength' in schema && { minLength: 0 }),
    required: !optional,
    ...(description !== undefined && { description }),
    ...(example !== undefined && { example }),
    ...(nullable && { nullable: true }),
    ...(deprecated !== undefined && { deprecated }),
  } as ApiPropertyOptions;
  return applyDecorators(
    ValidateIf(
      (_object, value) =>
        !(value === undefined && optional) && !(value === null && nullable) && !(blank && isBlank(value)),
    ),
    ValidateBy({
      name: 'field',
      validator: {
        validate: (value) => sentence(rule, value) === undefined,
        defaultMessage: (context) => sentence(rule, context?.value) ?? 'is not valid',
      },
    }),
    ApiProperty(documentation),
  );
}

function sentence(rule: FieldRule, value: unknown): string | undefined {
  if (value === undefined) return 'is required';
  // Half of a surrogate pair has no UTF-8, and the database takes no U+0000: neither is left to rules that forget them.
  if (typeof value === 'string' && !value.isWellFormed()) return 'must be well-formed Unicode';
  if (typeof value === 'string' && value.includes('\0')) return 'must not hold the character U+0000';
  return rule(value);
}

/** A text that says nothing. */
export function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MAX_BLANK && value.trim() === '';
}

const MAX_BLANK = 128;
