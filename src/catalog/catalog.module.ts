import { Module } from '@nestjs/common';
import type { CatalogSettings } from '../config/settings.ts';
import { Settings } from '../config/settings.ts';
import { AbsentCatalog, Catalog } from './catalog.ts';
import { FileCatalog } from './file-catalog.ts';
import { HttpCatalog } from './http/http-catalog.ts';

@Module({
  providers: [{ provide: Catalog, useFactory: ({ catalog }: Settings) => catalogOf(catalog), inject: [Settings] }],
  exports: [Catalog],
})
export class CatalogModule {}

function catalogOf(settings: CatalogSettings | undefined): Catalog {
  if (settings === undefined) return new AbsentCatalog();
  return settings.kind === 'file' ? new FileCatalog(settings.path) : new HttpCatalog(settings);
}
