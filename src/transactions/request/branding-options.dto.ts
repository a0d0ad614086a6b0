import { pointer } from '../../json/json-pointer.ts';
import { AlsoCheck, FreeObject } from '../../http/fields/index.ts';
import type { FieldError } from '../../problems/problem.ts';

const COLOR = /^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$/;

/** F2.2: how gateways look in the preload, by their codes. */
@AlsoCheck(itemViolations)
export class BrandingOptions {
  @FreeObject({
    description: 'By gateway code: `text` (required), `color` (required, `#RGB` or `#RRGGBB`) and `font_weight`.',
    example: { 'credit-card': { text: 'Pay by card', color: '#1A73E8', font_weight: 600 } },
  })
  payment_methods: Record<string, unknown>;
}

function* itemViolations({ payment_methods: items }: BrandingOptions): Generator<FieldError, void, void> {
  if (typeof items !== 'object' || items === null || Array.isArray(items)) return;
  for (const [code, item] of Object.entries(items)) yield* violationsOf(item, pointer('payment_methods', code));
}

function violationsOf(item: unknown, at: string): FieldError[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    return [{ pointer: at, message: 'must be an object' }];
  }
  const { text, color, font_weight: weight } = item as Readonly<Record<string, unknown>>;
  const violations: FieldError[] = [];
  if (typeof text !== 'string') violations.push({ pointer: `${at}/text`, message: 'must be a string' });
  if (typeof color !== 'string' || !COLOR.test(color)) {
    violations.push({ pointer: `${at}/color`, message: 'must be a color such as "#1A73E8"' });
  }
  if (weight !== undefined && !Number.isSafeInteger(weight)) {
    violations.push({ pointer: `${at}/font_weight`, message: 'must be a whole number' });
  }
  return violations;
}
