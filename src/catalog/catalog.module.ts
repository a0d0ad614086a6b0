import { Module } from '@nestjs/common';
import { Settings } from '../config/settings.ts';
import { AbsentCatalog, Catalog } from './catalog.ts';
import { FileCatalog } from './file-catalog.ts';
import { HttpCatalog } from './http/http-catalog.ts';

@Module({
  providers: [{ provide: Catalog, useFactory: catalogOf, inject: [Settings] }],
  exports: [Catalog],
})
export class CatalogModule {}

function catalogOf({ catalog, proxy }: Settings): Catalog {
  if (catalog === undefined) return new AbsentCatalog();
  return catalog.kind === 'file' ? new FileCatalog(catalog.path) : new HttpCatalog(catalog, { proxy });
}
