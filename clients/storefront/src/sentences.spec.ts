import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { Problem, Unreachable, type ProblemCode } from './problem.ts';
import { sentenceFor } from './sentences.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses?: unknown }>>>>;
}

const document = JSON.parse(readFileSync(join(import.meta.dirname, '../../../openapi.json'), 'utf8')) as Document;
const types = readFileSync(join(import.meta.dirname, 'api-types.ts'), 'utf8');

/** Of the storefront's part of the document, whose routes the types have. */
const routes = new Set(Array.from(types.matchAll(/^ {4}"(\/v1\/[^"]+)": \{/gm), ([, path = '']) => path));
const codes = [
  ...new Set(
    [...routes].flatMap((path) =>
      Array.from(JSON.stringify(document.paths[path]).matchAll(/"code":"(\w+)"/g), ([, code]) => code as ProblemCode),
    ),
  ),
];

const CHARGED = { en: 'Nothing was charged.', ar: 'لم يُخصم شيء.' } as const;
const OF_ANOTHER_PAYMENT: ReadonlySet<ProblemCode> = new Set([
  'cart_frozen',
  'payer_is_paying',
  'cart_closed',
  'idempotency_in_flight',
  'attempt_open',
]);
const LANGUAGES = ['en', 'ar'] as const;

const problem = (code: ProblemCode, outcome?: 'none' | 'unknown' | 'final', retryAfter = 0): Problem =>
  new Problem({ code, ...(outcome !== undefined && { outcome }) }, 409, retryAfter);

describe('what a shopper is told', () => {
  it('is known for every problem that a route of storefronts can answer', () => {
    expect(codes.length).toBeGreaterThan(50);
    const named = new Set(
      Array.from(/ProblemCode: (.*);/.exec(types)?.[1]?.matchAll(/"(\w+)"/g) ?? [], ([, code]) => code),
    );
    expect(codes.filter((code) => !named.has(code))).toEqual([]);
  });

  it.each(codes)('of %s is a sentence in both languages', (code) => {
    expect(sentenceFor(problem(code), 'en')).toMatch(/^[A-Z][^\u0600-\u06ff{}]+\.$/);
    expect(sentenceFor(problem(code), 'ar')).toMatch(/^[\u0600-\u06ff][^A-Za-z{}]+\.$/);
  });

  it.each(codes)('of %s never says that nothing was charged unless the service does', (code) => {
    for (const language of LANGUAGES) {
      for (const outcome of [undefined, 'unknown', 'final'] as const) {
        expect(sentenceFor(problem(code, outcome), language)).not.toContain(CHARGED[language]);
      }
    }
  });

  it('says that nothing was charged where the service says so', () => {
    expect(sentenceFor(problem('payment_refused', 'none'), 'en')).toContain(CHARGED.en);
    expect(sentenceFor(problem('payment_refused', 'none'), 'ar')).toContain(CHARGED.ar);
  });

  it.each([...OF_ANOTHER_PAYMENT])(
    'does not say so of %s: another payment of the cart may charge something',
    (code) => {
      for (const language of LANGUAGES) {
        expect(sentenceFor(problem(code, 'none'), language)).not.toContain(CHARGED[language]);
      }
    },
  );

  it('asks nobody to try again while it is not known what became of the payment', () => {
    for (const code of codes.filter((each) => !OF_ANOTHER_PAYMENT.has(each))) {
      expect(sentenceFor(problem(code, 'unknown'), 'en')).toContain('do not pay again');
      expect(sentenceFor(problem(code, 'unknown'), 'ar')).toContain('لا تدفع مرة أخرى');
    }
  });

  it('says how long to wait, never too short', () => {
    expect(sentenceFor(problem('rate_limited', undefined, 61), 'en')).toContain('2 minutes');
    expect(sentenceFor(problem('rate_limited', undefined, 30), 'en')).toContain('30 seconds');
    expect(sentenceFor(problem('rate_limited', undefined, 61), 'ar')).toContain('دقيقتان');
  });

  it('is something for whatever else goes wrong', () => {
    expect(sentenceFor(new Unreachable('cut'), 'en')).toContain('cannot be reached');
    expect(sentenceFor(new TypeError('x'), 'en')).toBe('That did not work. Please try again.');
    expect(sentenceFor(problem('of_a_newer_service' as ProblemCode), 'en')).toBe(
      'That did not work. Please try again.',
    );
  });
});
