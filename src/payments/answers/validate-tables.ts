import { ATTEMPT_STATES, isOpen } from '../states/attempt-state.ts';
import { isSuccess, PAYMENT_STATES, rankOf, type PaymentState } from '../states/payment-state.ts';
import { REPLY_TABLE } from './reply-table.ts';

/** M21 as `docs/money-rules.md` has it: each row is stronger than those before it. */
export const RANKS: readonly (readonly PaymentState[])[] = [
  ['sending', 'unknown', 'action_required'],
  ['created'],
  ['pending'],
  ['attempted'],
  ['rejected', 'not_processed', 'canceled', 'invalided', 'expired', 'failed'],
  ['confirming'],
  ['needs_review'],
  ['cod', 'authorized'],
  ['paid'],
];

/** Says everything and nothing: what no other row of the table may take for something. */
const UNREADABLE = { status: 599, document: undefined, json: false, signatureGood: false, retryAfter: undefined };

/**
 * Checked at every start, before a charge is taken: money is read by these tables.
 *
 * @throws Error that names every fault
 */
export function validateTables(table: typeof REPLY_TABLE = REPLY_TABLE, ranks: typeof RANKS = RANKS): void {
  const faults = [...violationsOfRanks(ranks), ...violationsOfTable(table)];
  if (faults.length > 0) throw new Error(`The tables of states cannot be worked with:\n  ${faults.join('\n  ')}`);
}

function violationsOfRanks(ranks: typeof RANKS): string[] {
  const listed = ranks.flat();
  const missing = PAYMENT_STATES.filter((state) => !listed.includes(state)).map((state) => `M21: ${state} has no rank`);
  const doubled = listed
    .filter((state, index) => listed.indexOf(state) !== index)
    .map((state) => `M21: ${state} has two ranks`);
  const places = listed.map(rankOf);
  const disorder = places.some((place, index) => index > 0 && place <= (places[index - 1] ?? -1));
  const weakSuccess = PAYMENT_STATES.filter(isSuccess).filter((state) => rankOf(state) < rankOf('needs_review'));
  return [
    ...missing,
    ...doubled,
    ...(disorder ? ['M21: the order of the states is not that of their ranks'] : []),
    ...weakSuccess.map((state) => `M22: ${state} is a success and weaker than needs_review`),
  ];
}

function violationsOfTable(table: typeof REPLY_TABLE): string[] {
  const names = table.map(({ name }) => name);
  return [
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `M11: there are two rows ${name}`),
    ...(table.find(({ fits }) => fits(UNREADABLE, { identityGood: false, again: false, onSession: false })) ===
    table.at(-1)
      ? []
      : ['M11: the last row must be the only one that fits everything']),
    ...(table.at(-1)?.attempt === 'unknown'
      ? []
      : ['M11: an answer that nobody understands must leave the attempt unknown']),
    ...table.flatMap(violationsOfRow),
  ];
}

function violationsOfRow(row: (typeof REPLY_TABLE)[number]): string[] {
  const { name, attempt } = row;
  const faults: string[] = [];
  if (!ATTEMPT_STATES.includes(attempt) || attempt === 'sending') faults.push(`leaves the attempt ${attempt}`);
  if (row.refused === true && attempt !== 'not_processed') faults.push('is a refusal and leaves the attempt open');
  if (row.claimAgain === true && row.refused !== true) faults.push('may be claimed again and is no refusal');
  if (row.actionRequired === true && attempt !== 'action_required') faults.push('asks the payer and says otherwise');
  if (attempt === 'succeeded' && row.fact !== true) faults.push('is a success that is not recorded');
  if (row.retrieve === true && !isOpen(attempt)) faults.push('asks Ottu about what is settled');
  return faults.map((fault) => `M11: ${name} ${fault}`);
}
