import { readFileSync } from 'node:fs';

import { expect, it } from '@jest/globals';
import { format, resolveConfig } from 'prettier';

import { statesDocument } from '../../../scripts/states-document.ts';
import { REPLY_TABLE } from '../answers/reply-table.ts';
import { RANKS } from '../answers/validate-tables.ts';
import { ATTEMPT_STATES, isOpen } from './attempt-state.ts';
import { outcomeOf } from './payment-state.ts';

it('docs/states.md is current: `npm run states` would change nothing', async () => {
  const drawn = statesDocument({
    answers: REPLY_TABLE,
    ranks: RANKS,
    attemptStates: ATTEMPT_STATES,
    isOpen,
    outcomeOf,
  });
  const options = { ...(await resolveConfig('docs/states.md')), parser: 'markdown' };
  expect(readFileSync('docs/states.md', 'utf8')).toBe(await format(drawn, options));
});
