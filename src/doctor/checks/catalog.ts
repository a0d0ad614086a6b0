import { CatalogError, CatalogUnavailableError, QuoteUnusableError } from '../../catalog/catalog-error.ts';
import { HttpCatalog } from '../../catalog/http/http-catalog.ts';
import { ProductsFile } from '../../catalog/products-file.ts';
import type { QuoteServiceSettings } from '../../config/settings.ts';
import { parseCurrency } from '../../money/currency.ts';
import type { ProxySettings } from '../../outgoing/outgoing-agent.ts';
import { fail, ok, originOf, skipped, unanswered, type Check, type Finding } from '../check.ts';
import { counted } from './configuration.ts';

/** A quote service is asked for something that no shop sells. */
const NO_SKU = 'ottu-bff-doctor';

export const CATALOG: Check = {
  name: 'catalog',
  run: async ({ settings: { catalog, proxy } }) => {
    switch (catalog?.kind) {
      case undefined:
        return [skipped('CATALOG is not set: trusted servers give amounts')];
      case 'file':
        return productsAt(catalog.path);
      case 'http':
        return [await quoteOf(catalog, proxy)];
    }
  },
};

function productsAt(path: string): Finding[] {
  const read = new ProductsFile(path).check();
  switch (read.kind) {
    case 'products':
      return [ok(`${path} has ${counted(read.products.size, 'product')}`)];
    case 'faults':
      return read.faults.map((fault) => fail(`${path}: ${fault}`, 'mend the file: the service does not start with it'));
    case 'same':
      return [skipped('the file was not read')];
  }
}

async function quoteOf(settings: QuoteServiceSettings, proxy: ProxySettings | undefined): Promise<Finding> {
  const catalog = new HttpCatalog(settings, { proxy });
  const where = originOf(settings.url);
  try {
    await catalog.quote({ items: [{ sku: NO_SKU, quantity: 1 }], currency: parseCurrency('KWD') });
    return ok(`the quote service at ${where} answers`);
  } catch (error) {
    if (error instanceof CatalogError) return ok(`the quote service at ${where} answers`);
    if (error instanceof CatalogUnavailableError) {
      return unanswered(
        `no quote from ${where} (${error.reason})`,
        error.reason,
        'start the quote service, or mend CATALOG',
      );
    }
    if (error instanceof QuoteUnusableError) {
      return fail(
        `the quote service at ${where} was asked for a product that there is not, and its answer cannot be used: ${error.reason}`,
        '422 with the items that are not sold is expected (docs/quote-service.md); a 401 asks for the same CATALOG_SECRET on both sides',
      );
    }
    throw error;
  } finally {
    await catalog.onApplicationShutdown();
  }
}
