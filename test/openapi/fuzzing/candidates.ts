import type { Schema } from './document.ts';
import { fits } from './validity.ts';

/** Source text of JSON that no value of JavaScript writes. */
export class Raw {
  constructor(readonly text: string) {}
}

/** Texts that mean something to some rule, and such that nearly do. */
const TEXTS: readonly string[] = [
  'KWD',
  'BHD',
  'JPY',
  'SAR',
  'XXX',
  'kwd',
  'KW',
  '1.000',
  '0.001',
  '0.0001',
  '0',
  '0.000',
  '1.5',
  '999999999999999.999999',
  '1000000000000000',
  '1e3',
  '-1.000',
  '+1.000',
  '01.000',
  ' 1.000',
  '١.٠٠٠',
  '+96550000001',
  '50000001',
  '2026-12-01',
  '2026-02-30',
  '2099-12-31',
  '31/12/2099',
  '2026-06-01T00:00:00Z',
  '2026-06-01T00:00:00.123456+03:00',
  '2026-06-01t00:00:00z',
  '2026-02-31T00:00:00Z',
  '2026-06-01T23:59:60Z',
  '0000-01-01T00:00:00Z',
  '2026-06-01 00:00:00',
  'Asia/Kuwait',
  'noura@example.com',
  'noura@localhost',
  '"noura"@example.com',
  'https://shop.example/return',
  'https://user:pw@shop.example/',
  'javascript:alert(1)',
  '//shop.example',
  'credit-card',
  'en',
  'ar-KW',
  'KARAK-TEA',
  'cust-77',
  '1 00:00:00',
  '00:59:59',
  '0197a3f0-5b1c-7d10-9a55-0d5ab6b2f1c4',
  '0197A3F0-5B1C-7D10-9A55-0D5AB6B2F1C4',
  'invoice.pdf',
  ' x ',
  'x ',
  '\t',
  'a\u0301\u0301\u0301',
  '\u202eevil',
  'a\u200db',
  '\ufeffa',
  'سلة تسوق',
  '😀😀',
  'null',
  '__proto__',
  'constructor',
  "' or 1=1--",
  '../../metrics',
  'a\u0000b',
  '\ud800',
  'a\udfffb',
  '\u2028',
];

const FILLS = ['a', 'A', '1', 'é', '😀', 'ع', ' '];
/** Longer ones are a matter of bodies, not of members. */
const LONGEST = 5_000;

const WRONG_TYPES: readonly unknown[] = [
  null,
  true,
  0,
  '',
  [],
  {},
  1.5,
  -1,
  [null],
  [[]],
  new Raw('1e400'),
  new Raw('-0'),
  new Raw('123456789012345678901234567890.5'),
  new Raw('{"a":1,"a":2}'),
  new Raw('{"__proto__":{"a":1}}'),
  new Raw(`${'['.repeat(70)}${']'.repeat(70)}`),
  new Raw(`${'{"a":'.repeat(20)}0${'}'.repeat(20)}`),
];

const known = new Map<Schema, readonly unknown[]>();

/** Values at the edges of a schema, on both sides of them. */
export function candidatesFor(schema: Schema): readonly unknown[] {
  let made = known.get(schema);
  if (made === undefined) {
    made = [...ofSchema(schema), ...WRONG_TYPES];
    known.set(schema, made);
  }
  return made;
}

const right = new Map<Schema, readonly unknown[]>();

/** Those of them that the schema allows. */
export function rightValuesFor(schema: Schema): readonly unknown[] {
  let made = right.get(schema);
  if (made === undefined) {
    made = candidatesFor(schema).filter((value) => !(value instanceof Raw) && fits(schema, value));
    right.set(schema, made);
  }
  return made;
}

function ofSchema(schema: Schema): unknown[] {
  const options = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  if (options.length > 0) return options.flatMap((option) => ofSchema(option));
  const example = schema.example === undefined ? [] : [schema.example];
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  return [...example, ...types.flatMap((type) => ofType(type, schema))];
}

function ofType(type: string, schema: Schema): unknown[] {
  switch (type) {
    case 'string':
      return stringsFor(schema);
    case 'integer':
    case 'number':
      return numbersFor(schema);
    case 'boolean':
      return [true, false, 'true', 1];
    case 'array':
      return listsFor(schema);
    case 'object':
      return objectsFor(schema);
    case 'null':
      return [null];
    default:
      throw new Error(`no values are known of the type ${type}`);
  }
}

function stringsFor({ enum: values, minLength = 0, maxLength }: Schema): string[] {
  if (values !== undefined) {
    const names = values.map(String);
    return names.flatMap((name) => [name, name.toUpperCase(), `${name} `, name.slice(0, -1), `${name}\u0000`]);
  }
  const lengths = [0, minLength - 1, minLength, (maxLength ?? 300) - 1, maxLength ?? 300, (maxLength ?? 5_000) + 1];
  const within = [...new Set(lengths)].filter((length) => length >= 0).map((length) => Math.min(length, LONGEST));
  return [...TEXTS, ...within.flatMap((length) => FILLS.map((fill) => fill.repeat(length)))];
}

function numbersFor({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema): unknown[] {
  const edges = [minimum, minimum + 1, maximum - 1, maximum, minimum - 1, maximum + 1];
  return [...edges, 2 ** 53, -1, 0, 1.5, String(minimum), `${minimum}.0`, '1e3', ' 1', '٣'];
}

function listsFor({ items = {}, minItems = 0, maxItems = 30 }: Schema): unknown[] {
  const [one = 'x', other = one] = rightValuesFor(items);
  const lengths = [1, 0, minItems, minItems - 1, maxItems, maxItems + 1].filter((length) => length >= 0);
  return [...lengths.map((length) => Array.from({ length }, () => one)), [one, other], [one, null], { 0: one }];
}

function objectsFor(schema: Schema): unknown[] {
  const { properties = {}, required = [] } = schema;
  if (Object.keys(properties).length === 0) return [{}, { note: 'x', list: [1, { of: null }] }, { 'é😀': 'ü' }];
  const first = (of: Schema): unknown => rightValuesFor(of)[0];
  const whole = Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, first(of)]));
  const least = Object.fromEntries(required.map((name) => [name, first(properties[name] ?? {})]));
  return [least, whole, {}, { ...least, unknown: 1 }];
}
