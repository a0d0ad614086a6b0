import fc from 'fast-check';

/** The largest body that any route takes. */
export const LARGEST_BODY = 256 * 1024;

/** Characters of names as they are spelled: plain, longer in a pointer, longer in the text, longer in UTF-8. */
const character = fc.constantFrom('n', '~', '/', String.raw`\u007e`, String.raw`\"`, 'é');

/** Members that some route reads, and opaque ones among them. */
const knownName = fc.constantFrom(
  'items',
  'pg_codes',
  'extra',
  'customer',
  'currency_code',
  'payload',
  'payment_instrument',
  'branding_options',
  'payment_methods',
  'signature',
  'order_no',
  '__proto__',
);

const length = fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 1_024 }), fc.nat({ max: 130_000 }));

const name = fc.oneof(
  { weight: 3, arbitrary: knownName },
  { weight: 2, arbitrary: fc.tuple(character, length).map(([one, times]) => one.repeat(times)) },
);

const element = fc.constantFrom(
  '0',
  '{}',
  '[]',
  '"x"',
  '"[\\"{\\"]"',
  '{"a":0,"a":0}',
  '{"__proto__":0}',
  '{"constructor":{"a":1,"a":2}}',
  '{"sku":"A","quantity":1}',
  '{"payload":{"a":0,"a":0},"payload":0}',
);

/** A value of about `bytes`, of one of the kinds that grow. */
const value = fc
  .record({
    kind: fc.constantFrom('list', 'members', 'one name', 'deep', 'string', 'escapes', 'space', 'form'),
    bytes: fc.oneof(fc.nat({ max: 2_000 }), fc.nat({ max: 30_000 }), fc.nat({ max: LARGEST_BODY })),
    depth: fc.nat({ max: 70 }),
    element,
    name,
  })
  .map(({ kind, bytes, depth, element: one, name: of }): string => {
    const times = (piece: string): number => Math.floor(bytes / (piece.length + 1));
    switch (kind) {
      case 'list':
        return `[${Array.from({ length: times(one) }, () => one).join(',')}]`;
      case 'members':
        return `{${Array.from({ length: Math.floor(bytes / 12) }, (_, index) => `"m${index}":0`).join(',')}}`;
      case 'one name':
        return `{${Array.from({ length: times(`"${of}":0`) }, () => `"${of}":0`).join(',')}}`;
      case 'deep': {
        const levels = Math.min(depth, Math.floor(bytes / (of.length + 6)));
        return `${`{"${of}":`.repeat(levels)}[${Array.from({ length: 20 }, () => one).join(',')}]${'}'.repeat(levels)}`;
      }
      case 'string':
        return `"${'x'.repeat(bytes)}"`;
      case 'escapes':
        return `"${String.raw`\u0041`.repeat(Math.floor(bytes / 6))}"`;
      case 'space':
        return `${' '.repeat(bytes)}0`;
      case 'form':
        return `"${'a=%257B%22b%22&'.repeat(Math.floor(bytes / 15))}"`;
    }
  });

/** JSON objects up to the limit of a body; now and then the end is missing. */
export const hostileBody: fc.Arbitrary<string> = fc
  .tuple(fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 5 }), fc.integer({ min: 0, max: 9 }))
  .map(([members, broken]) => {
    let text = '{';
    for (const [of, held] of members) {
      const member = `${text.length > 1 ? ',' : ''}"${of}":${held}`;
      if (Buffer.byteLength(text) + Buffer.byteLength(member) < LARGEST_BODY) text += member;
    }
    return broken === 0 ? text : `${text}}`;
  });
