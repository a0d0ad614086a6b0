import { sql } from 'kysely';

import { fail, ok, skipped, warn, type Check, type Finding } from '../check.ts';
import { ofDatabase } from './database.ts';

/**
 * Tokens of shoppers are taken ten seconds after their end, and receivers of events refuse those that are some minutes off:
 * what is told first is harmless yet. Milliseconds.
 */
const TOLD_FROM_MS = 5_000;
const FAULT_FROM_MS = 60_000;

export const DATABASE_CLOCK: Check = {
  name: 'clock-of-database',
  run: (world) =>
    ofDatabase(world, async (database) => {
      const asked = Date.now();
      const { rows } = await database.query((db) => sql<{ now: Date }>`select clock_timestamp() as now`.execute(db));
      const now = rows[0]?.now.getTime();
      if (now === undefined) return [skipped('the database told no time')];
      return [skewOf('the database', { from: now, to: now }, { asked, answered: Date.now() })];
    }),
};

export const OTTU_CLOCK: Check = {
  name: 'clock-of-ottu',
  run: async (world) => {
    const answer = await world.paymentMethods('e_commerce').catch(() => undefined);
    const now = Date.parse(answer?.reply.date ?? '');
    if (answer === undefined || Number.isNaN(now)) return [skipped('Ottu told no time')];
    // The header has whole seconds.
    return [skewOf('Ottu', { from: now, to: now + 999 }, answer)];
  },
};

/** How far the other clock is ahead, at least: its moment was at some time between question and answer. */
function skewOf(
  whose: string,
  moment: { readonly from: number; readonly to: number },
  { asked, answered }: { readonly asked: number; readonly answered: number },
): Finding {
  const ahead = moment.from - answered;
  const behind = asked - moment.to;
  const skew = Math.max(0, ahead, behind);
  if (skew < TOLD_FROM_MS) return ok(`this machine and ${whose} agree`);
  const way = ahead > behind ? 'behind' : 'ahead of';
  const seen = `this machine's clock is ${Math.round(skew / 1_000)} s ${way} that of ${whose}`;
  const todo = 'set the clocks of all machines by NTP';
  return skew < FAULT_FROM_MS ? warn(seen, todo) : fail(seen, todo);
}
