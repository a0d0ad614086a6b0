import { CatalogNotConfiguredError } from './catalog-error.ts';
import { Catalog } from './catalog.ts';

/** Stands where no catalog is configured: callers give amounts, and items are refused. */
export class AbsentCatalog extends Catalog {
  override async quote(): Promise<never> {
    throw new CatalogNotConfiguredError();
  }
}
