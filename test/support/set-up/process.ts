import startPostgres from './postgres.ts';
import { buildService } from '../service-process.ts';

// Once, before the files of the project run beside each other: a build empties `dist/`, which the others' services run from.
// Jest wants the set-up of a project as a default export.
export default async function buildAndStartPostgres(): Promise<void> {
  buildService();
  await startPostgres();
}
