import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonDocument } from './json-document.ts';
import type { JsonText } from './json-text.ts';
import { jsonValueText } from './json-text.arbitrary.ts';
import { writeJson, writeMembers } from './write-json.ts';

function source(text: string): JsonText {
  const found = JsonDocument.parse(Buffer.from(text)).source('');
  if (found === undefined) throw new Error('no source');
  return found;
}

describe('writing JSON', () => {
  it('writes plain data exactly as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        expect(writeJson(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('drops undefined members and writes undefined elements as null', () => {
    expect(writeJson({ a: undefined, b: [undefined, 1], c: {} })).toBe('{"b":[null,1],"c":{}}');
  });

  it('splices source texts unchanged wherever they are', () => {
    fc.assert(
      fc.property(jsonValueText, (text) => {
        const kept = source(text);
        expect(writeJson({ a: 1, kept, list: [kept, { kept }] })).toBe(
          `{"a":1,"kept":${text},"list":[${text},{"kept":${text}}]}`,
        );
      }),
    );
  });

  it('keeps the order and names that an object could not', () => {
    expect(
      writeMembers([
        ['b', 1],
        ['1', 2],
        ['__proto__', source('1.0')],
        ['b', 3],
        ['c', undefined],
      ]),
    ).toBe('{"b":1,"1":2,"__proto__":1.0,"b":3}');
    expect(writeMembers([])).toBe('{}');
  });

  const cycle: unknown[] = [];
  cycle.push(cycle);
  it.each([
    ['a bigint', 1n],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['NaN', Number.NaN],
    ['Infinity', Number.NEGATIVE_INFINITY],
    ['a date', new Date(0)],
    ['a document', JsonDocument.parse(Buffer.from('{}'))],
    ['a cycle', cycle],
  ])('refuses %s, which has no faithful JSON', (_name, value) => {
    expect(() => writeJson({ list: [value] })).toThrow(TypeError);
  });

  it('refuses undefined alone', () => {
    expect(() => writeJson(undefined)).toThrow(TypeError);
  });
});
