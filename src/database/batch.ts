import pg from 'pg';

import type { Field, RowShape, RowShapes } from './row-shape.ts';
import { batchOf, type WireValue } from './wire-messages.ts';
import { asError } from './is-error.ts';

/** What a statement has come to. */
export interface Answer {
  /** The first word of the server's own report: `SELECT`, `COMMIT`, … */
  readonly command: string;
  /** How many rows it has read or written; 0 for what does neither. */
  readonly count: number;
  readonly rows: readonly Record<string, unknown>[];
}

/** A statement on its way to the server. */
export interface Asked {
  readonly text: string;
  /** As the server takes them. */
  readonly values: readonly WireValue[];
  /** By which it is prepared; absent: each time anew. */
  readonly name: string | undefined;
  readonly answer: (answer: Answer) => void;
  readonly fail: (fault: unknown) => void;
}

/** The statements that one connection has prepared, by name, with the shape of their rows; null for what returns none. */
export type Prepared = Map<string, RowShape | null>;

/** What node-postgres calls of a query that it was given. Its types name less than that. */
interface Query {
  submit(connection: pg.Connection): Error | null;
  handleRowDescription(message: { readonly fields: readonly Field[] }): void;
  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void;
  handleCommandComplete(message: { readonly text: string }): void;
  handleEmptyQuery(): void;
  handleError(fault: unknown): void;
  handleReadyForQuery(): void;
}

const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => WireValue } }).utils;

/** @throws what a value throws that has no text */
export function wireValue(value: unknown): WireValue {
  return typeof value === 'string' || value === null ? value : prepareValue(value);
}

/** In pipeline mode node-postgres takes no queries but its own. */
const OwnQuery = pg.Query as unknown as new (text: string) => Query;

/**
 * Statements that go to the server together and end with one Sync. Behind one that fails the server runs none of them, be it
 * a BEGIN that failed.
 *
 * What was prepared by name before is not described again: of one connection its rows cannot change, since the server
 * refuses what would (`StatementNames.wereAtFault`).
 */
export class Batch extends OwnQuery implements Query {
  readonly #answers: Answer[] = [];
  /** Of the statement that is being answered. */
  #rows: Record<string, unknown>[] = [];
  #shape: RowShape | null | undefined;
  #unreadable: { readonly fault: unknown } | undefined;

  /** @param isTransaction what was answered counts although a later one fails; else it counts with the end of all. */
  constructor(
    readonly statements: readonly Asked[],
    private readonly prepared: Prepared,
    private readonly shapes: RowShapes,
    private readonly isTransaction: boolean,
  ) {
    super('');
  }

  /** @returns the fault for which nothing was sent */
  override submit({ stream }: pg.Connection): Error | null {
    // In this batch: the same statement a second time.
    const preparing = new Set<string>();
    const sent = this.statements.map(({ text, values, name }) => {
      if (name !== undefined && this.prepared.has(name)) return { text, values, name, isPrepared: true };
      const own = name === undefined || preparing.has(name) ? '' : name;
      preparing.add(own);
      return { text, values, name: own, isPrepared: false };
    });
    try {
      if (stream.writable) stream.write(batchOf(sent));
      return null;
    } catch (error) {
      return asError(error);
    }
  }

  override handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.#shape = this.shapes.of(this.#current?.name, fields);
  }

  override handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    try {
      const name = this.#current?.name;
      this.#shape ??= name === undefined ? undefined : this.prepared.get(name);
      if (this.#shape === undefined || this.#shape === null) throw new Error('a row came that was not described');
      this.#rows.push(this.#shape.row(fields));
    } catch (fault) {
      this.#unreadable ??= { fault };
    }
  }

  override handleCommandComplete({ text }: { readonly text: string }): void {
    this.#complete({ ...readReport(text), rows: this.#rows });
  }

  override handleEmptyQuery(): void {
    this.#complete({ command: '', count: 0, rows: [] });
  }

  override handleReadyForQuery(): void {
    for (const [index, statement] of this.statements.entries()) this.#settle(statement, this.#answers[index]);
  }

  override handleError(fault: unknown): void {
    for (const [index, statement] of this.statements.entries()) {
      const answer = this.isTransaction ? this.#answers[index] : undefined;
      if (answer === undefined) statement.fail(fault);
      else this.#settle(statement, answer);
    }
  }

  get #current(): Asked | undefined {
    return this.statements[this.#answers.length];
  }

  #complete(answer: Answer): void {
    const name = this.#current?.name;
    if (name !== undefined && !this.prepared.has(name)) this.prepared.set(name, this.#shape ?? null);
    this.#answers.push(answer);
    this.#rows = [];
    this.#shape = undefined;
  }

  #settle({ answer, fail }: Asked, came: Answer | undefined): void {
    if (this.#unreadable !== undefined) fail(this.#unreadable.fault);
    else if (came === undefined) fail(new Error('the server has not answered a statement'));
    else answer(came);
  }
}

/** `INSERT 0 1`, `SELECT 2`, `BEGIN`, `START TRANSACTION` */
function readReport(text: string): Pick<Answer, 'command' | 'count'> {
  const [command = ''] = text.split(' ', 1);
  return { command, count: Number(text.slice(text.lastIndexOf(' ') + 1)) || 0 };
}
