import { buildService } from '../service-process.ts';

// Jest wants the set-up of a project as a default export.
export default function buildOnce(): void {
  buildService();
}
