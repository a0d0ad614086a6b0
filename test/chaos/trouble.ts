import { setTimeout as sleep } from 'node:timers/promises';

import type { ChaosOptions } from './options.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** Kills replicas, deploys them anew and restarts the database at random moments while the charges run, until it is told that they are done. */
export async function makeTrouble(
  world: World,
  options: ChaosOptions,
  random: Random,
  progress: () => number,
): Promise<void> {
  const troubles = [
    ...Array<'kill'>(options.kills).fill('kill'),
    ...Array<'database'>(options.databaseRestarts).fill('database'),
    ...Array<'deployment'>(options.deployments).fill('deployment'),
  ].map((kind) => ({ kind, at: 0.05 + random.next() * 0.85, pause: random.below(600) }));
  troubles.sort((one, other) => one.at - other.at);
  for (const { kind, at, pause } of troubles) {
    while (progress() < at) await sleep(20);
    if (kind === 'database') {
      await world.restartDatabase();
      continue;
    }
    const victim = random.pick(world.replicas);
    if (kind === 'deployment') await victim.deploy();
    else await victim.kill();
    await sleep(pause);
    await victim.start();
  }
}
