import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until it holds; the test's own time-out ends a wait that is in vain. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20);
}
