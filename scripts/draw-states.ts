/** `npm run states`: draws the tables of the built service into docs/states.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { statesDocument, type StateTables } from './states-document.ts';

const root = join(import.meta.dirname, '..');
const file = join(root, 'docs', 'states.md');

const built = async (path: string): Promise<StateTables> =>
  (await import(join(root, 'dist', 'payments', path))) as StateTables;
const { REPLY_TABLE, RANKS, ATTEMPT_STATES, isOpen, outcomeOf } = {
  ...(await built('answers/reply-table.js')),
  ...(await built('answers/validate-tables.js')),
  ...(await built('states/attempt-state.js')),
  ...(await built('states/payment-state.js')),
} as unknown as StateTables & Record<'REPLY_TABLE' | 'RANKS' | 'ATTEMPT_STATES', never>;

const tables = { answers: REPLY_TABLE, ranks: RANKS, attemptStates: ATTEMPT_STATES, isOpen, outcomeOf };
writeFileSync(file, await format(statesDocument(tables), { ...(await resolveConfig(file)), parser: 'markdown' }));
