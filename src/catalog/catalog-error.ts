/** What is wrong with one item of those to be quoted, or with all of them together when `index` is absent. */
export interface CatalogViolation {
  readonly index?: number;
  readonly member?: 'sku' | 'quantity';
  /** A sentence that a caller may read. */
  readonly message: string;
}

/** The items can't be sold as asked. Holds every fault of every item. */
export class CatalogError extends Error {
  readonly code = 'items_not_sold';

  constructor(readonly faults: readonly CatalogViolation[]) {
    super(faults.map((violation) => `${pointerOf(violation, '/items')}: ${violation.message}`).join('; '));
    this.name = 'CatalogError';
  }

  /** The faults with JSON Pointers into the caller's body. `items` is the pointer of the list there. */
  fieldErrors(items = '/items'): { readonly pointer: string; readonly message: string }[] {
    return this.faults.map((violation) => ({ pointer: pointerOf(violation, items), message: violation.message }));
  }
}

/** Items were to be priced, but this service was started without a catalog: the caller must give an amount. */
export class CatalogNotConfiguredError extends Error {
  readonly code = 'catalog_not_configured';

  constructor() {
    super('This service has no catalog, so it cannot price items.');
    this.name = 'CatalogNotConfiguredError';
  }
}

/** The quote service gave no answer, or said that it can't now. Nothing is known about the items. */
export class CatalogUnavailableError extends Error {
  readonly code = 'catalog_unavailable';

  constructor(
    /** A word for the log: a code of Node's or undici's, or the status that was answered. */
    readonly reason: string,
    /** Whole seconds after which asking again makes sense. */
    readonly retryAfterSeconds: number,
  ) {
    super(`The quote service gave no answer: ${reason}`);
    this.name = 'CatalogUnavailableError';
  }
}

/** The quote service answered something that is no quote for what was asked (M57). Asking again is unlikely to help. */
export class QuoteUnusableError extends Error {
  readonly code = 'quote_unusable';

  constructor(
    /** For the operator: the place in the answer and what is wrong with it. */
    readonly reason: string,
  ) {
    super(`The answer of the quote service cannot be used: ${reason}`);
    this.name = 'QuoteUnusableError';
  }
}

function pointerOf({ index, member }: CatalogViolation, items: string): string {
  return [items, ...(index === undefined ? [] : [index]), ...(member === undefined ? [] : [member])].join('/');
}
