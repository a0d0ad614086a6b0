import { sql, type RawBuilder } from 'kysely';

import type { Settings } from '../../config/settings.ts';

/**
 * M3: database time at the claim plus the charge deadline plus a grace. When it passes, `sending` becomes `unknown`, and
 * nothing else follows from it.
 */
export function leaseUntil({ ottu, waits }: Settings): RawBuilder<Date> {
  return sql<Date>`now() + ${`${ottu.chargeTimeoutMs + waits.leaseGrace} milliseconds`}::interval`;
}
