import { Problem } from '../problems/problem.ts';
import {
  CatalogError,
  CatalogNotConfiguredError,
  CatalogUnavailableError,
  QuoteUnusableError,
} from './catalog-error.ts';

/**
 * What a caller is answered when `Catalog.quote` throws. Prices come before any charge, so the outcome is `none` (M1).
 *
 * @param items pointer of the list of items in the caller's body.
 * @returns the error itself when it is none of the catalog's.
 */
export function catalogProblem(error: unknown, items = '/items'): unknown {
  if (error instanceof CatalogError) {
    return new Problem('validation_failed', { errors: error.fieldErrors(items), outcome: 'none' });
  }
  if (error instanceof CatalogNotConfiguredError) {
    const errors = [{ pointer: items, message: error.message }];
    return new Problem('validation_failed', { errors, outcome: 'none' });
  }
  if (error instanceof CatalogUnavailableError) {
    const { retryAfterSeconds, message } = error;
    return new Problem('catalog_unavailable', {
      retryAfterSeconds,
      outcome: 'none',
      operatorNote: message,
      cause: error,
    });
  }
  if (error instanceof QuoteUnusableError) {
    return new Problem('quote_unusable', { outcome: 'none', operatorNote: error.message, cause: error });
  }
  return error;
}
