import type { Books } from '../ledger-view.ts';

/** What was asked after the sale and what became of it: a run in which nothing happens must not pass for one in which all is well. */
export function reportOperations({ operations: books }: Books, say: (line: string) => void): void {
  if (books.length === 0) return;
  const asked = books.flatMap(({ served }) => served.asked);
  const words = asked.flatMap((each) => each.words);
  const kinds = Map.groupBy(words, ({ status, code, operation }) => `${status} ${operation?.state ?? code ?? ''}`);
  const rows = Map.groupBy(
    books.flatMap(({ operations }) => operations),
    ({ operation, state, source }) => `${operation} ${state}${source === 'ottu' ? ' (dashboard)' : ''}`,
  );
  const moved = Map.groupBy(
    books.flatMap(({ movements }) => movements),
    ({ kind }) => kind,
  );
  say(
    `  after the sale of ${books.length}: ${asked.length} requests, ${words.length} answers; moved: ${counted(moved)}`,
  );
  say(`  ${counted(kinds)}`);
  say(`  ${counted(rows)}`);
}

function counted(groups: ReadonlyMap<string, readonly unknown[]>): string {
  return [...groups].map(([name, list]) => `${list.length} × ${name}`).join(', ') || 'nothing';
}
