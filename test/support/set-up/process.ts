import startPostgres from './postgres.ts';
import { buildClients, buildService } from '../service-process.ts';

// Once, before the files of the project run beside each other: a build empties `dist/`, which the others' services run from;
// so do those who use the clients.
// Jest wants the set-up of a project as a default export.
export default async function buildAndStartPostgres(): Promise<void> {
  buildService();
  buildClients();
  await startPostgres();
}
