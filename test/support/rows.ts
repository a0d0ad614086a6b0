import { Database } from '../../src/database/database.ts';
import type { Schema } from '../../src/database/schema.ts';
import type { Kysely } from 'kysely';
import type { TestService } from './service.ts';

/** Reads or changes rows behind the service's back: for what no route can bring about yet. */
export async function withRows<T>(service: TestService, work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
  return service.app.get(Database, { strict: false }).query(work);
}
