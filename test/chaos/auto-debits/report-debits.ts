import { chargesOf, type Books } from '../ledger-view.ts';

/** What was billed and what came of it: a run in which no cycle is charged must not pass for one in which all is well. */
export function reportDebits(books: Books, say: (line: string) => void): void {
  const { billed, agreements } = books.debits;
  if (billed.length === 0) return;
  const runs = billed.flatMap((each) => each.runs);
  const words = runs.flatMap((run) => run.words);
  const cycles = new Set(
    runs.map(({ run, cycle }) => `${(JSON.parse(run.body) as { agreement_id: string }).agreement_id} ${cycle}`),
  );
  const charged = chargesOf(books).filter(({ order_no: order }) => order?.startsWith('debit-')).length;
  const kinds = Map.groupBy(words, ({ status, code, payment }) => `${status} ${code ?? payment?.state ?? ''}`.trim());
  say(
    `  ${billed.length} agreements, ${agreements.length} known; ${runs.length} runs for ${cycles.size} cycles, ` +
      `${words.length} answers; charged: ${charged}`,
  );
  if (kinds.size > 0) say(`  ${[...kinds].map(([kind, list]) => `${list.length} × ${kind}`).join(', ')}`);
}
