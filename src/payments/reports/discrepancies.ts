import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

import { Database } from '../../database/database.ts';
import type { StoredDifference } from '../../database/comparison-columns.ts';
import { Cursor, PageSize, readCursor, writeCursor } from '../../http/query-parameters.ts';
import { DISCREPANCIES, DISCREPANCY_KINDS } from '../comparison/compare-with-ottu.ts';
import type { DifferenceView, DiscrepanciesAnswer } from './discrepancies.response.ts';

const USUAL_PAGE = 50;

const KINDS = Object.entries(DISCREPANCIES)
  .map(([kind, text]) => `- \`${kind}\`: ${text}`)
  .join('\n');

export const DISCREPANCIES_DESCRIPTION = `
A day after a payment has succeeded Ottu is asked about it once more, within the inquiries that it takes, and what it says is
settled as always: a refund made in its dashboard, of which no event came, is in the books then. What is still not the same
afterwards is listed here, with what each of the two says.

${KINDS}

Nothing is changed because of it. Look at the payment in Ottu's dashboard and at its timeline here;
\`POST /v1/payments/{id}/inquiry\` has Ottu asked again. A payment leaves the list when an answer of Ottu's shows it as it is
here; its timeline keeps both. Payments that need a review, or wait for their proof, are not listed for their state.
`.trim();

export class DiscrepanciesQuery {
  @PageSize({ largest: 200, usual: USUAL_PAGE })
  limit?: string;

  @Cursor()
  cursor?: string;
}

/** The payments whose last comparison with Ottu found something, the newest comparison first. Ids alone, no personal data. */
@Injectable()
export class Discrepancies {
  constructor(private readonly database: Database) {}

  async list({ limit, cursor }: DiscrepanciesQuery): Promise<DiscrepanciesAnswer> {
    const size = Number(limit ?? USUAL_PAGE);
    const after = readCursor(cursor);
    const rows = await this.database.query((db) =>
      db
        .selectFrom('payments')
        .select(['id', 'order_no', 'session_id', 'state', 'currency_code', 'discrepancy'])
        .select(sql<string>`to_char(compared_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('at'))
        .where('discrepancy', 'is not', null)
        .$if(after !== undefined, (query) =>
          query.where(sql<boolean>`(compared_at, id) < (${after?.at}::timestamptz, ${after?.id}::uuid)`),
        )
        .orderBy('compared_at', 'desc')
        .orderBy('id', 'desc')
        .limit(size + 1)
        .execute(),
    );
    const page = rows.slice(0, size);
    const last = page.at(-1);
    return {
      discrepancies: page.map((row) => ({
        payment_id: row.id,
        order_no: row.order_no,
        session_id: row.session_id,
        state: row.state,
        currency: row.currency_code,
        compared_at: new Date(row.at).toISOString(),
        differences: (row.discrepancy ?? []).flatMap(viewOf),
      })),
      next_cursor: rows.length > size && last !== undefined ? writeCursor({ at: last.at, id: last.id }) : null,
    };
  }
}

/** One of a later version's kinds, read after that version was taken back, is left out. */
function viewOf({ kind, here, ottu }: StoredDifference): DifferenceView[] {
  const known = DISCREPANCY_KINDS.find((name) => name === kind);
  return known === undefined ? [] : [{ kind: known, text: DISCREPANCIES[known], here, ottu }];
}
