import fc from 'fast-check';

/** For tests: JSON source texts as odd as RFC 8259 allows, doubled members and unusual spellings included. */

const whiteSpace = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r'), maxLength: 3 });

const numberText = fc.oneof(
  fc.constantFrom(
    '0',
    '-0',
    '0.0',
    '1.0',
    '1e2',
    '1E+2',
    '1e-2',
    '10.000',
    '9007199254740993',
    '123456789012345678901234567890',
    '0e0',
  ),
  fc.integer().map(String),
  fc.tuple(fc.nat(), fc.nat()).map(([whole, fraction]) => `${whole}.${fraction}0`),
);

const codeUnit = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom('é', '€', 'س', '😀', '\u2028', '\ufeff', '/', '\\', '"', '\n', '\u0000'),
);

function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}

/** One character in one of its spellings. */
const characterText = fc
  .tuple(codeUnit, fc.constantFrom('plain', 'lower', 'upper', 'slash'))
  .map(([character, style]) => {
    if (style === 'lower') return escaped(character);
    if (style === 'upper') return escaped(character).replaceAll(/[a-f]/g, (digit) => digit.toUpperCase());
    if (style === 'slash' && character === '/') return '\\/';
    return JSON.stringify(character).slice(1, -1);
  });

const stringText = fc
  .array(fc.oneof(characterText, fc.constantFrom('\\ud800', '\\b', '\\f')), { maxLength: 6 })
  .map((characters) => `"${characters.join('')}"`);

/** Member names: the awkward ones often, some of them with every character escaped. */
const nameText = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('__proto__', 'constructor', 'payload', 'token', '1', '0', '10', '-1', '', 'a~b/c', 'toJSON'),
      fc.boolean(),
    )
    .map(([name, escape]) => (escape ? `"${[...name].map(escaped).join('')}"` : JSON.stringify(name))),
  stringText,
);

function joined(open: string, items: readonly string[], close: string, space: string): string {
  return `${open}${space}${items.join(`${space},${space}`)}${space}${close}`;
}

const { value, object } = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    numberText,
    stringText,
    fc.constantFrom('true', 'false', 'null'),
    tie('object'),
    tie('array'),
  ),
  object: fc
    .tuple(fc.array(fc.tuple(nameText, whiteSpace, tie('value')), { maxLength: 5 }), whiteSpace)
    .map(([members, space]) =>
      joined(
        '{',
        members.map(([name, gap, text]) => `${name}${gap}:${gap}${text}`),
        '}',
        space,
      ),
    ),
  array: fc
    .tuple(fc.array(tie('value'), { maxLength: 4 }), whiteSpace)
    .map(([items, space]) => joined('[', items, ']', space)),
}));

export const jsonSpace: fc.Arbitrary<string> = whiteSpace;
export const jsonValueText: fc.Arbitrary<string> = value;
export const jsonObjectText: fc.Arbitrary<string> = object;
