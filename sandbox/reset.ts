import { DEFAULT_SWITCHES } from './switches.ts';
import type { World } from './world.ts';

/** As if just started: no transactions, no record, no faults, default switches; the clock keeps its time at its first speed. */
export function resetWorld(world: World): void {
  world.webhooks.reset();
  world.agenda.clear();
  world.transactions.clear();
  world.cards.reset();
  world.media.clear();
  world.shortLinks.clear();
  world.ledger.clear();
  world.requests.clear();
  world.faults.clear();
  world.switches = DEFAULT_SWITCHES;
  world.inquiries.clear();
  world.tracked.clear();
  world.clock.reset();
}
