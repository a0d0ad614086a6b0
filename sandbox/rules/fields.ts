import { isObject } from '../json.ts';
import { REQUIRED, hasProblems } from './problems.ts';
import type { Problem, Problems, Rule } from './problems.ts';

/** The texts of Django REST framework, which Ottu's answers are made with. */
const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'list';
  if (isObject(value)) return 'dict';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'number' ? 'int' : 'NoneType';
};

export function text(options: { readonly max?: number; readonly blank?: boolean } = {}): Rule {
  return (value) => {
    if (typeof value !== 'string') return ['Not a valid string.'];
    if (value === '' && options.blank === false) return ['This field may not be blank.'];
    // Characters, not UTF-16 units: Python counts code points.
    if (options.max !== undefined && [...value].length > options.max) {
      return [`Ensure this field has no more than ${options.max} characters.`];
    }
    return undefined;
  };
}

export function matching(pattern: RegExp, message: string, max?: number): Rule {
  const isText = text(max === undefined ? { blank: false } : { max, blank: false });
  return (value) => isText(value) ?? (pattern.test(value as string) ? undefined : [message]);
}

export function choice(allowed: readonly string[]): Rule {
  return (value) =>
    typeof value === 'string' && allowed.includes(value) ? undefined : [`"${shown(value)}" is not a valid choice.`];
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export const boolean: Rule = (value) =>
  typeof value === 'boolean' || value === 'true' || value === 'false' ? undefined : ['Must be a valid boolean.'];

export function integer(options: { readonly min?: number; readonly max?: number } = {}): Rule {
  return (value) => {
    const number = typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isSafeInteger(number)) return ['A valid integer is required.'];
    if (options.min !== undefined && number < options.min) {
      return [`Ensure this value is greater than or equal to ${options.min}.`];
    }
    if (options.max !== undefined && number > options.max) {
      return [`Ensure this value is less than or equal to ${options.max}.`];
    }
    return undefined;
  };
}

/** Messages of all items together, under the list's own name, as Ottu's schema types them. */
export function listOf(item: Rule, options: { readonly empty?: boolean } = {}): Rule {
  return (value) => {
    if (!Array.isArray(value)) return [`Expected a list of items but got type "${kindOf(value)}".`];
    if (value.length === 0 && options.empty === false) return ['This list may not be empty.'];
    const messages = value.flatMap((entry: unknown) => flatten(item(entry)));
    return messages.length > 0 ? messages : undefined;
  };
}

function flatten(problem: Problem | undefined): string[] {
  if (problem === undefined) return [];
  return Array.isArray(problem) ? problem : Object.values(problem).flatMap((inner) => flatten(inner));
}

export const dictionary: Rule = (value) =>
  isObject(value) ? undefined : [`Invalid data. Expected a dictionary, but got ${kindOf(value)}.`];

export type Shape = Readonly<Record<string, Rule>>;

/** An object with required and optional members. Unknown members are allowed, as Ottu ignores them. */
export function shape(required: Shape, optional: Shape = {}): Rule {
  return (value) => {
    if (!isObject(value)) return dictionary(value);
    const problems: Problems = {};
    for (const [name, rule] of Object.entries(required)) {
      if (value[name] === undefined) problems[name] = [REQUIRED];
      else keep(problems, name, check(rule, value[name]));
    }
    for (const [name, rule] of Object.entries(optional)) {
      if (value[name] !== undefined) keep(problems, name, check(rule, value[name]));
    }
    return hasProblems(problems) ? problems : undefined;
  };
}

/** Null is refused everywhere except where the rule is `nullable`. */
const check = (rule: Rule, value: unknown): Problem | undefined =>
  value === null && !NULLABLE.has(rule) ? ['This field may not be null.'] : rule(value);

const NULLABLE = new WeakSet<Rule>();

export function nullable(rule: Rule): Rule {
  const wrapped: Rule = (value) => (value === null ? undefined : rule(value));
  NULLABLE.add(wrapped);
  return wrapped;
}

function keep(problems: Problems, name: string, problem: Problem | undefined): void {
  if (problem !== undefined) problems[name] = problem;
}
