import type { REPLY_TABLE } from '../src/payments/answers/reply-table.ts';
import type { isOpen } from '../src/payments/states/attempt-state.ts';
import type { outcomeOf } from '../src/payments/states/payment-state.ts';
import type { RANKS } from '../src/payments/answers/validate-tables.ts';

/** The tables by which this service reads money, as they are in its code. */
export interface StateTables {
  readonly answers: typeof REPLY_TABLE;
  readonly ranks: typeof RANKS;
  readonly attemptStates: readonly string[];
  readonly outcomeOf: typeof outcomeOf;
  readonly isOpen: typeof isOpen;
}

/** `docs/states.md`: the tables drawn. Markdown, still to be formatted. */
export function statesDocument(tables: StateTables): string {
  return `# States

Drawn by \`npm run states\` from the tables that the service works with, and checks at every start. Do not edit it by hand.

## Payments

A payment's state follows from the set of everything that Ottu has said about it, whatever the order: the strongest wins
(M21). An arrow leads to what is stronger; within a box the order breaks the tie. While Ottu has said nothing the newest
attempt speaks. A success that is not what was asked stands for \`needs_review\` (M20), and its reason stays beside the
state for ever.

${mermaid(ranksChart(tables))}

| state | outcome, no attempt open | outcome while an attempt is open |
| --- | --- | --- |
${tables.ranks
  .flat()
  .map((state) => `| \`${state}\` | \`${tables.outcomeOf(state, false)}\` | \`${tables.outcomeOf(state, true)}\` |`)
  .join('\n')}

## Answers to a charge

The first row that fits decides (M11). The last one fits everything.

| | answer | attempt | afterwards |
| --- | --- | --- | --- |
${tables.answers.map((row, index) => `| ${index + 1} | \`${row.name}\` | \`${row.attempt}\` | ${afterwards(row)} |`).join('\n')}

## Attempts

What is open blocks every other attempt on the same payment (M6). What is settled stays so; only a confirmed success
corrects it (M22). Whoever claims again, with the same key (M5a) or a new one (M41), begins another attempt (M1a): what an
earlier one came to speaks for the payment no longer (M21).

${mermaid(attemptsChart(tables))}
`;
}

type Row = (typeof REPLY_TABLE)[number];

function afterwards(row: Row): string {
  const what = [
    row.fact === true ? 'held against what was asked (M20), and kept' : '',
    refusalOf(row),
    row.actionRequired === true ? 'the front end is told what it has to do' : '',
    row.retrieveFirst === true ? 'a session that stands is retrieved before it' : '',
    row.retrieve === true ? 'its session is retrieved at once, where one is known' : '',
    row.inquireOnce === true ? 'one inquiry later' : '',
  ].filter(Boolean);
  return what.join('; ') || 'followed by inquiries (M32)';
}

function refusalOf({ refused, claimAgain }: Row): string {
  if (refused !== true) return '';
  return claimAgain === true
    ? 'payment `not_processed`; the same key may claim again (M5a)'
    : 'payment `rejected`; the refusal is kept for replays (M9)';
}

function ranksChart({ ranks }: StateTables): string[] {
  const boxes = ranks.flatMap((rank, index) => [
    `  subgraph rank${index} [" "]`,
    ...rank.map((state) => `    ${state}`),
    '  end',
  ]);
  const arrows = ranks.slice(1).map((_rank, index) => `  rank${index} --> rank${index + 1}`);
  return ['flowchart LR', ...boxes, ...arrows];
}

function attemptsChart({ answers, attemptStates, isOpen: open }: StateTables): string[] {
  const byEnd = Map.groupBy(answers, ({ attempt }) => attempt);
  const answered = [...byEnd].map(
    ([attempt, rows]) => `  sending --> ${attempt}: ${rows.map(({ name }) => name).join(', ')}`,
  );
  const waiting = attemptStates.filter((state) => open(state) && state !== 'sending');
  return [
    'stateDiagram-v2',
    '  [*] --> sending: claim (M1)',
    ...answered,
    '  sending --> unknown: lease passed (M3)',
    '  sending --> not_processed: not sent (M5)',
    ...waiting.flatMap((state) => [
      `  ${state} --> succeeded: confirmed success (M22)`,
      `  ${state} --> declined: own failure, or a late inquiry (M23)`,
      `  ${state} --> not_processed: two inquiries found nothing (M33)`,
    ]),
    '  declined --> succeeded: confirmed success (M22)',
    '  not_processed --> succeeded: confirmed success (M22)',
  ];
}

function mermaid(lines: readonly string[]): string {
  return ['```mermaid', ...lines, '```'].join('\n');
}
