import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { newStep, readTraceparent, writeTraceparent } from './trace-context.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('traceparent', () => {
  it.each([
    [`00-${TRACE}-${SPAN}-01`, { traceId: TRACE, spanId: SPAN, sampled: true }],
    [`00-${TRACE}-${SPAN}-00`, { traceId: TRACE, spanId: SPAN, sampled: false }],
    [`00-${TRACE}-${SPAN}-03`, { traceId: TRACE, spanId: SPAN, sampled: true }],
    // A later version may say more, and means the same by what it begins with.
    [`cc-${TRACE}-${SPAN}-01-what-will-be`, { traceId: TRACE, spanId: SPAN, sampled: true }],
    [`cc-${TRACE}-${SPAN}-01`, { traceId: TRACE, spanId: SPAN, sampled: true }],
  ])('%s is read', (header, context) => {
    expect(readTraceparent(header)).toEqual(context);
  });

  it.each([
    ['nothing', undefined],
    ['an empty one', ''],
    ['two', [`00-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01`]],
    ['two in one header', `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`],
    ['version ff', `ff-${TRACE}-${SPAN}-01`],
    ['a version 00 that goes on', `00-${TRACE}-${SPAN}-01-more`],
    ['a later version that goes on without a dash', `cc-${TRACE}-${SPAN}-01more`],
    ['capital letters', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a step of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['a short trace', `00-${TRACE.slice(1)}-${SPAN}-01`],
    ['a space before it', ` 00-${TRACE}-${SPAN}-01`],
    ['a line break behind it', `00-${TRACE}-${SPAN}-01\n`],
    ['one without end', `cc-${TRACE}-${SPAN}-01-${'x'.repeat(10_000)}`],
  ])('%s is none', (_what, header) => {
    expect(readTraceparent(header)).toBeUndefined();
  });

  it('is read as it was written, and whatever is read is 32 and 16 digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789abcdefF-', ' ') }), fc.boolean(), (text, sampled) => {
        const read = readTraceparent(text);
        if (read !== undefined) expect(`${read.traceId}-${read.spanId}`).toMatch(/^[\da-f]{32}-[\da-f]{16}$/);
        const own = { ...newStep(undefined), sampled };
        expect(readTraceparent(writeTraceparent(own))).toEqual(own);
      }),
    );
  });

  it('is handed on with a step of our own, and recorded as whoever began it wants it', () => {
    const step = newStep({ traceId: TRACE, spanId: SPAN, sampled: true });
    expect(step).toEqual({ traceId: TRACE, spanId: expect.stringMatching(/^[\da-f]{16}$/), sampled: true });
    expect(step.spanId).not.toBe(SPAN);
    expect(newStep(undefined).sampled).toBe(false);
  });
});
