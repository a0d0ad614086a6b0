import { describe, expect, it } from '@jest/globals';
import { Problem } from '../problems/problem.ts';
import { problemResponse } from '../problems/problem-response.ts';
import {
  CatalogError,
  CatalogNotConfiguredError,
  CatalogUnavailableError,
  QuoteUnusableError,
} from './catalog-error.ts';
import { catalogProblem } from './catalog-problem.ts';

describe('M1: whatever goes wrong with a price, nothing was charged', () => {
  it.each<[string, Error, object]>([
    [
      'items that are not sold',
      new CatalogError([{ index: 2, member: 'sku', message: 'Gone.' }]),
      { status: 400, code: 'validation_failed', errors: [{ pointer: '/cart/items/2/sku', message: 'Gone.' }] },
    ],
    [
      'no catalog',
      new CatalogNotConfiguredError(),
      { status: 400, code: 'validation_failed', errors: [{ pointer: '/cart/items' }] },
    ],
    ['no answer', new CatalogUnavailableError('canary', 7), { status: 503, code: 'catalog_unavailable' }],
    ['a broken quote', new QuoteUnusableError('canary'), { status: 502, code: 'quote_unusable' }],
  ])('%s', (_what, error, document) => {
    const problem = catalogProblem(error, '/cart/items') as Problem;
    expect(problem).toBeInstanceOf(Problem);
    const { body, headers } = problemResponse(problem, { requestId: 'r', movesMoney: true });
    expect(JSON.parse(body)).toMatchObject({ ...document, outcome: 'none' });
    expect(body).not.toContain('canary');
    expect(headers['retry-after']).toBe(error instanceof CatalogUnavailableError ? '7' : undefined);
  });

  it('leaves every other error as it is', () => {
    const error = new TypeError('of somebody else');
    expect(catalogProblem(error)).toBe(error);
  });
});
