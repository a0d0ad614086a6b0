import { writeCursor } from './query-parameters.ts';

/** How many entries a page has where the caller does not say. */
export const USUAL_PAGE = 50;

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** For the next page; null on the last one. */
  readonly next_cursor: string | null;
}

/**
 * One page of a list by time and id, newest first. Neither of the two ever changes: while a caller turns the pages, no
 * entry is shown twice and none that was there is left out.
 *
 * @param limit as the query gives it.
 * @param read so many rows at most, each with its place in the order.
 */
export async function readPage<Row extends { readonly cursor_at: string; readonly id: string }>(
  limit: string | undefined,
  read: (atMost: number) => Promise<readonly Row[]>,
): Promise<Page<Row>> {
  const size = Number(limit ?? USUAL_PAGE);
  const found = await read(size + 1);
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  return {
    rows,
    next_cursor: found.length > size && last !== undefined ? writeCursor({ at: last.cursor_at, id: last.id }) : null,
  };
}
