import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonDocument, type JsonLimits } from './json-document.ts';
import { pointer, shownPointer } from './json-pointer.ts';
import { JsonReadError } from './json-read-error.ts';
import { jsonSpace, jsonValueText } from './json-text.arbitrary.ts';
import { readWork } from './read-work.ts';

function read(text: string, limits?: JsonLimits): JsonDocument {
  return JsonDocument.parse(Buffer.from(text, 'utf8'), limits);
}

function refusal(bytes: Uint8Array | string, limits?: JsonLimits): JsonReadError {
  try {
    JsonDocument.parse(typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes, limits);
  } catch (error) {
    if (error instanceof JsonReadError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

describe('what is read as JSON', () => {
  it.each(['', ' \r\n\t'])('refuses %j as empty', (text) => {
    expect(refusal(text).reason).toBe('empty');
  });

  it.each([
    '{"a":1,}',
    '[1,]',
    '{"a":1}//',
    '/**/{}',
    '\ufeff{}',
    '{a:1}',
    "{'a':1}",
    'NaN',
    '[Infinity]',
    '01',
    '+1',
    '.5',
    '1.',
    '"\t"',
    '"\\x41"',
    '{} {}',
    '{"a"}',
    '[',
    '"open',
    '\u00a0{}',
    '{"a":1/*]*/}',
  ])('refuses %j, which is not strict JSON', (text) => {
    expect(refusal(text).reason).toBe('malformed');
  });

  it.each([[[0xff]], [[0x22, 0xc0, 0xaf, 0x22]], [[0x22, 0xed, 0xa0, 0x80, 0x22]], [[0x22, 0xe2, 0x82]]])(
    'refuses bytes that are not UTF-8: %j',
    (bytes) => {
      expect(refusal(Uint8Array.from(bytes)).reason).toBe('invalid_utf8');
    },
  );

  it('tolerates a lone surrogate that is escaped, and keeps it as it came', () => {
    expect(read('["\\ud800"]').source('/0')?.text).toBe('"\\ud800"');
  });

  it('takes 64 levels and refuses the 65th, counted in objects and arrays together', () => {
    expect(read(nested(64)).text).toHaveLength(128);
    expect(refusal(nested(65)).reason).toBe('too_deep');
    expect(refusal(`${'{"a":['.repeat(33)}1${']}'.repeat(33)}`).reason).toBe('too_deep');
    expect(refusal('{"a":[]}', { maxDepth: 1 }).reason).toBe('too_deep');
    expect(read('"[[[[["', { maxDepth: 0 }).value).toBe('[[[[[');
  });

  it('refuses a depth that would overflow the stack, closed or not', () => {
    expect(refusal(nested(1_000_000)).reason).toBe('too_deep');
    expect(refusal('{"a":'.repeat(200_000)).reason).toBe('too_deep');
  });

  it('takes 20,000 values and refuses one more, objects and arrays counted like scalars', () => {
    const list = (length: number): string => `[${'0,'.repeat(length - 1)}0]`;
    expect(read(list(19_999)).value).toHaveLength(19_999);
    expect(refusal(list(20_000)).reason).toBe('too_many_nodes');
    expect(refusal(`[${'{},'.repeat(20_000)}[]]`).reason).toBe('too_many_nodes');
    expect(refusal('[1,{"a":2}]', { maxNodes: 3 }).reason).toBe('too_many_nodes');
    expect(read('[1,{"a":2}]', { maxNodes: 4 }).value).toEqual([1, { a: 2 }]);
  });

  it('takes names of 1,024 characters and refuses longer ones, counted after decoding', () => {
    for (const character of ['n', '~', String.raw`\u006e`, String.raw`\n`, 'é']) {
      expect(Object.keys(read(`{"${character.repeat(1_024)}":1}`).value as object)[0]).toHaveLength(1_024);
      expect(refusal(`[{"a":1,"${character.repeat(1_025)}":1}]`).reason).toBe('name_too_long');
    }
    expect(read(`["${'x'.repeat(100_000)}",{"a":"${'x'.repeat(2_000)}"}]`).value).toHaveLength(2);
  });

  it('is lenient with what is passed on as it came: only depth counts in an opaque place', () => {
    const opaque = ['/w/payload'];
    const numbers = `{"data":[${'0,'.repeat(130_000)}0],"${'n'.repeat(2_000)}":{"a":1,"a":2}}`;
    const document = read(`{"w":{"payload":${numbers},"x":1}}`, { opaque });
    expect(document.source('/w/payload')?.text).toBe(numbers);
    expect(document.source('/w/x')?.text).toBe('1');
    expect([...document.duplicates(opaque)]).toEqual([]);
    expect(read(`{"w":{"p\\u0061yload":${numbers}}}`, { opaque }).hasDuplicates()).toBe(true);
    // The place itself is no member of another place, of a list, or of what has the same name elsewhere.
    for (const other of [`{"payload":${numbers}}`, `{"w":[{"payload":${numbers}}]}`, `{"w":${numbers}}`]) {
      expect(() => read(other, { opaque })).toThrow(JsonReadError);
    }
    const deep = (levels: number): string => `{"w":{"payload":${nested(levels)}}}`;
    expect(read(deep(62), { opaque }).source('/w/payload')?.text).toBe(nested(62));
    expect(refusal(deep(63), { opaque }).reason).toBe('too_deep');
  });

  it('counts nothing inside an opaque place as told apart', () => {
    const before = readWork.nodes;
    const document = read(`{"payload":[${'0,'.repeat(100_000)}0],"x":1}`, { opaque: ['/payload'] });
    for (const _ of document.duplicates(['/payload'])) throw new Error('there is none');
    expect(document.source('/payload')?.isArray()).toBe(true);
    expect(readWork.nodes - before).toBeLessThan(20);
  });

  it('refuses more bytes than the limit, counted in UTF-8', () => {
    expect(read('"é"', { maxBytes: 4 }).value).toBe('é');
    expect(refusal('"é"', { maxBytes: 3 }).reason).toBe('too_large');
  });

  it('refuses a forbidden member however deep and however spelled', () => {
    const limits = { forbiddenMembers: ['payment_instrument'] };
    expect(refusal('{"a":[{"\\u0070ayment_instrument":1}]}', limits).reason).toBe('forbidden_member');
    expect(read('{"a":"payment_instrument"}', limits).value).toEqual({ a: 'payment_instrument' });
  });

  it('never repeats the text in an error, nor as its cause', () => {
    for (const text of ['{"token":"canary"', 'canary', `{"canary":${nested(70)}}`]) {
      const error = refusal(text);
      expect(inspect(error, { depth: 9, showHidden: true }).replace(error.stack ?? '', '')).not.toContain('canary');
      expect(`${error.message}${error.stack}`).not.toContain('canary');
    }
  });
});

describe('the source of a value', () => {
  const text = ' { "b" : 1.0 ,"a~b/c":[ {"x" : [ 1e2 ]}, "\\u00e9😀" ],\n"😀" :{ "1":10.000 , "1" : 2 }, "":null}\t';
  const document = read(text);

  it.each([
    ['/b', '1.0'],
    ['/a~0b~1c/0/x', '[ 1e2 ]'],
    ['/a~0b~1c/1', '"\\u00e9😀"'],
    ['/😀', '{ "1":10.000 , "1" : 2 }'],
    ['/', 'null'],
    ['', text.trim()],
  ])('is exact at %j', (at, source) => {
    expect(document.source(at)?.text).toBe(source);
  });

  it('is the last one of doubled members, as the value is', () => {
    expect(document.source('/😀/1')?.text).toBe('2');
    expect(document.value).toHaveProperty(['😀', '1'], 2);
  });

  it.each(['/c', '/a~0b~1c/2', '/a~0b~1c/-', '/a~0b~1c/00', '/a~0b~1c/length', '/b/0', '/__proto__', '/toString'])(
    'is undefined at %j, where there is nothing',
    (at) => {
      expect(document.source(at)).toBeUndefined();
    },
  );

  it.each(['b', '/a~2', '/a~'])('refuses %j, which is no pointer', (at) => {
    expect(() => document.source(at)).toThrow(TypeError);
  });

  it('hides itself when printed, serialised or inspected', () => {
    const canary = read('{"payload":"canary"}');
    for (const hidden of [canary, canary.source('/payload'), canary.members('')]) {
      expect(inspect(hidden, { depth: 9, showHidden: true })).not.toContain('canary');
      expect(JSON.stringify({ hidden })).not.toContain('canary');
      expect(String(hidden)).not.toContain('canary');
    }
  });

  it('is found again by pointer and by members for any text, with its value unchanged', () => {
    fc.assert(
      fc.property(jsonValueText, jsonSpace, (value, space) => {
        const outer = read(`${space}{"before":[1],"held"${space}:${space}${value}${space},"after":{}}${space}`);
        expect(outer.source('/held')?.text).toBe(value);
        expect(outer.members('').map(({ name, source }) => [name, source.text])).toEqual([
          ['before', '[1]'],
          ['held', value],
          ['after', '{}'],
        ]);
        expect(outer.source('/held')?.value()).toEqual(JSON.parse(value));
      }),
      { numRuns: 300 },
    );
  });
});

describe('members', () => {
  it('come in source order with decoded names, doubled ones included', () => {
    const members = read('{"2":0,"1":0,"\\u0061":1,"a":2.0,"__proto__":3}').members('');
    expect(members.map(({ name, source }) => `${name}=${source.text}`)).toEqual([
      '2=0',
      '1=0',
      'a=1',
      'a=2.0',
      '__proto__=3',
    ]);
  });

  it.each(['', '/0', '/1'])('are none where there is no object: %j', (at) => {
    expect(read('["x"]').members(at)).toEqual([]);
  });

  it('are found doubled at any depth, once for each object', () => {
    const document = read('{"a":{"b":1,"\\u0062":2,"b":3},"l":[{"c~/":1,"c~/":2}],"ok":{"b":1}}');
    expect([...document.duplicates()]).toEqual([{ pointer: '/a/b' }, { pointer: '/l/0/c~0~1' }]);
    expect(read('{"a":1,"b":{"a":1},"c":["a","a"]}').hasDuplicates()).toBe(false);
    expect([...read('{"__proto__":1,"__proto__":2}').duplicates()]).toEqual([{ pointer: '/__proto__' }]);
  });

  it('are found doubled only as far as somebody asks', () => {
    const document = read(`[${'{"a":0,"a":0},'.repeat(5_000)}0]`);
    const before = { ...readWork };
    expect(document.hasDuplicates()).toBe(true);
    expect(readWork.characters - before.characters).toBeLessThan(20);
    const pointers = document.duplicates();
    expect([pointers.next().value, pointers.next().value]).toEqual([{ pointer: '/0/a' }, { pointer: '/1/a' }]);
    expect(readWork.characters - before.characters).toBeLessThan(60);
    expect(readWork.pointerCharacters - before.pointerCharacters).toBe(8);
  });

  it('are counted by name without a list of all of them, and the last one is given', () => {
    const document = read('{"w":{"a":1,"b":2,"\\u0061":3}}');
    const named = (name: string): [number, string | undefined] => {
      const { count, source } = document.membersNamed('/w', name);
      return [count, source?.text];
    };
    expect([named('a'), named('b'), named('c')]).toEqual([
      [2, '3'],
      [1, '2'],
      [0, undefined],
    ]);
    expect(document.membersNamed('/w/b', 'a').count).toBe(0);
  });

  it.each([
    '{"payment_instrument":1}',
    '{"a":{"payment_instrument":1}}',
    '[[{"payment_instrument":1}]]',
    '{"payment_instrument":1,"payment_instrument":null}',
    '{"a":{"payment_instrument":1},"a":2}',
    '{"\\u0070\\u0061yment_instrumen\\u0074" \n :1}',
    '{"payment\\u005Finstrument":{}}',
  ])('promise 2: a forbidden name is found in %s', (text) => {
    expect(read(text).hasMember('other', 'payment_instrument')).toBe(true);
  });

  it.each([
    '"payment_instrument"',
    '["payment_instrument",{"a":1}]',
    '{"a":"payment_instrument"}',
    '{"xpayment_instrument":1}',
    '{}',
  ])('a forbidden name is not found in %s, where it names no member', (text) => {
    expect(read(text).hasMember('payment_instrument')).toBe(false);
  });

  it('tell every way to a name, but not into a member of that name or an opaque place', () => {
    const document = read('{"p":{"p":1},"l":[{"\\u0070":2}],"q":{"o":{"p":1},"r":{"p":0}},"p":3}');
    expect([...document.pathsOf(new Set(['p']), ['/q/o'])]).toEqual([['p'], ['l', 0, 'p'], ['q', 'r', 'p'], ['p']]);
  });
});

describe('a pointer', () => {
  it('escapes ~ and / and keeps indexes', () => {
    expect(pointer()).toBe('');
    expect(pointer('a/b', 'm~n', 0, '~1', '')).toBe('/a~1b/m~0n/0/~01/');
  });

  it('is cut for showing, and no more of it is written than is shown', () => {
    const before = readWork.pointerCharacters;
    for (const path of [
      ['/'.repeat(120_000)],
      Array.from({ length: 64 }, () => '~'.repeat(1_000)),
      ['a', 'b'.repeat(300)],
    ]) {
      const shown = shownPointer(path);
      expect([shown.length, shown.at(-1)]).toEqual([256, '…']);
    }
    expect(readWork.pointerCharacters - before).toBeLessThan(2_000);
    expect(shownPointer(['a/b', 0, '~'])).toBe('/a~1b/0/~0');
    expect(shownPointer(['x'.repeat(255)])).toBe(`/${'x'.repeat(255)}`);
    expect(shownPointer([`${'x'.repeat(253)}😀x`])).toBe(`/${'x'.repeat(253)}\uFFFD…`);
  });
});
