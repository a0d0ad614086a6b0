import { bundlePlan } from '../bundle/bundle-plan.ts';
import { makeBundle } from '../bundle/make-bundle.ts';

// Jest wants the set-up of a project as a default export.
export default async function bundle(): Promise<void> {
  await makeBundle(bundlePlan());
}
