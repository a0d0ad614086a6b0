import { createdOrderNos } from './record/forgotten.ts';
import type { World } from './world.ts';

/**
 * As if just started: no transactions, no record, no faults, the switches of the start; the clock keeps its time at its first
 * speed. Who still asks about a transaction from before is answered 404, beside the record and the faults.
 */
export function resetWorld(world: World): void {
  const { sessions, orderNos } = world.transactions.names();
  const asked = world.requests
    .list()
    .flatMap(({ method, path, raw_body: body }) => createdOrderNos({ method, path, body }));
  world.forgotten.add({ sessions, orderNos: [...orderNos, ...asked] });
  world.webhooks.reset();
  world.agenda.clear();
  world.transactions.clear();
  world.cards.reset();
  world.agreements.clear();
  world.media.clear();
  world.shortLinks.clear();
  world.ledger.clear();
  world.messages.clear();
  world.requests.clear();
  world.faults.clear();
  world.switches = world.startSwitches;
  world.inquiries.clear();
  world.tracked.clear();
  world.queued.clear();
  world.clock.reset();
}
