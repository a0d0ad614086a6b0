import { Module } from '@nestjs/common';
import { Settings } from '../config/settings.ts';
import { AbsentCatalog } from './absent-catalog.ts';
import { Catalog } from './catalog.ts';
import { FileCatalog } from './file-catalog.ts';

@Module({
  providers: [
    {
      provide: Catalog,
      useFactory: ({ catalogFile }: Settings): Catalog =>
        catalogFile === undefined ? new AbsentCatalog() : new FileCatalog(catalogFile),
      inject: [Settings],
    },
  ],
  exports: [Catalog],
})
export class CatalogModule {}
