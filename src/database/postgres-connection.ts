import { AbortedTransactionError, type CompiledQuery, type DatabaseConnection, type QueryResult } from 'kysely';
import type { PoolClient } from 'pg';

import { Batch, wireValue, type Answer, type Asked, type Prepared } from './batch.ts';
import { asError, isError } from './is-error.ts';
import type { Pipeline } from './pipeline.ts';
import { StalePreparation } from './retry-aborted.ts';
import type { RowShapes } from './row-shape.ts';
import type { StatementNames } from './statement-names.ts';

/** What the connections of one process share. */
export interface Statements {
  readonly names: StatementNames;
  readonly shapes: RowShapes;
}

/**
 * A connection in node-postgres's pipeline mode, with one holder at a time. In a transaction, what is asked for before the
 * process waits goes out in one batch, BEGIN with the first of them.
 */
export class PostgresConnection implements DatabaseConnection, Pipeline {
  readonly #prepared: Prepared = new Map();
  /** What goes out as soon as the process waits. */
  #waiting: Asked[] = [];
  #inTransaction = false;
  /** The BEGIN that nothing was sent behind yet. */
  #begin: string | undefined;
  /** BEGIN is on its way. Until it has succeeded nothing else is sent, which would run by itself where it does not. */
  #beginning = false;
  /** COMMIT or ROLLBACK is on its way. */
  #ending = false;
  /** What has failed first in the transaction that is open. */
  #fault: Error | undefined;
  #broken = false;

  constructor(
    private readonly client: PoolClient,
    private readonly statements: Statements,
  ) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    // Several statements in one text, as migrations have them, are nothing that could be prepared.
    return query.parameters.length === 0 && query.sql.includes(';') ? this.#runScript(query.sql) : this.ask(query);
  }

  async ask<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return resultOf(await this.#answerTo(sql, parameters, this.statements.names.nameOf(sql)));
    } catch (error) {
      // The driver's own says who has read from the socket; this one who has asked.
      if (isError(error)) Error.captureStackTrace(error);
      throw error;
    }
  }

  streamQuery(): never {
    throw new Error('rows are not streamed');
  }

  begin(text: string): void {
    this.#inTransaction = true;
    this.#begin = text;
  }

  /** @throws the first fault of the transaction, which is to be rolled back then */
  async commit(): Promise<void> {
    // Nothing was asked for.
    if (this.#begin !== undefined && this.#waiting.length === 0) return this.#end();
    const committed = this.#answerTo('commit', []);
    this.#ending = true;
    const { command } = await committed;
    if (command === 'ROLLBACK') throw this.#fault ?? new AbortedTransactionError();
    this.#end();
  }

  async rollBack(): Promise<void> {
    this.#ending = true;
    this.#failWaiting(this.#fault ?? new Error('the transaction is rolled back'));
    try {
      if (this.#begin === undefined) await this.#rolledBack();
    } catch (error) {
      this.#broken = true;
      throw error;
    } finally {
      this.#end();
    }
  }

  release(): void {
    this.client.release(this.#broken);
  }

  async #answerTo(text: string, parameters: readonly unknown[], name?: string): Promise<Answer> {
    return new Promise((answer, reject) => {
      const fail = (fault: unknown): void => {
        reject(this.#faultOf(fault));
      };
      if (this.#fault !== undefined || this.#ending) {
        fail(new Error('the transaction has ended'));
        return;
      }
      try {
        this.#put({ text, values: parameters.map(wireValue), name, answer, fail });
      } catch (error) {
        fail(error);
      }
    });
  }

  #put(asked: Asked): void {
    if (!this.#inTransaction) {
      this.#submit([asked]);
      return;
    }
    this.#waiting.push(asked);
    if (this.#waiting.length === 1) process.nextTick(() => this.#flush());
  }

  #flush(): void {
    if (this.#beginning || this.#waiting.length === 0) return;
    if (this.#fault !== undefined) {
      this.#failWaiting(this.#fault);
      return;
    }
    const asked = this.#waiting;
    this.#waiting = [];
    if (this.#begin === undefined) this.#submit(asked);
    else this.#submitWithBegin(this.#begin, asked);
  }

  #submitWithBegin(text: string, behind: readonly Asked[]): void {
    this.#begin = undefined;
    this.#beginning = true;
    const begun = (): void => {
      this.#beginning = false;
      this.#flush();
    };
    const fail = (fault: unknown): void => {
      this.#faultOf(fault);
      begun();
    };
    this.#submit([{ text, values: [], name: undefined, answer: begun, fail }, ...behind]);
  }

  #submit(asked: readonly Asked[]): void {
    this.client.query(new Batch(asked, this.#prepared, this.statements.shapes, this.#inTransaction));
  }

  async #rolledBack(): Promise<Answer> {
    return new Promise((answer, fail) => {
      this.#submit([{ text: 'rollback', values: [], name: undefined, answer, fail }]);
    });
  }

  /** @returns the first fault of the transaction: what failed after it failed because of it */
  #faultOf(error: unknown): Error {
    if (this.#fault !== undefined) return this.#fault;
    const fault = this.statements.names.wereAtFault(error) ? new StalePreparation(error) : asError(error);
    if (this.#inTransaction) this.#fault = fault;
    return fault;
  }

  #failWaiting(fault: Error): void {
    const failed = this.#waiting;
    this.#waiting = [];
    for (const { fail } of failed) fail(fault);
  }

  #end(): void {
    this.#inTransaction = false;
    this.#begin = undefined;
    this.#beginning = false;
    this.#ending = false;
    this.#fault = undefined;
  }

  /** @returns what the last of its statements has come to */
  async #runScript<R>(text: string): Promise<QueryResult<R>> {
    // A transaction has begun by then, and all that was asked for before is done.
    if (this.#inTransaction) await this.#answerTo('select', []);
    try {
      const results = (await this.client.query(text)) as ScriptResult | readonly ScriptResult[];
      const { command = '', rowCount, rows = [] } = ('at' in results ? results.at(-1) : results) ?? {};
      return resultOf({ command, count: rowCount ?? 0, rows });
    } catch (error) {
      throw this.#faultOf(error);
    }
  }
}

/** Of one statement in a text without values. */
interface ScriptResult extends Partial<Pick<Answer, 'command' | 'rows'>> {
  readonly rowCount?: number | null;
}

function resultOf<R>({ command, count, rows }: Answer): QueryResult<R> {
  const writes = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE';
  return writes ? { rows: rows as R[], numAffectedRows: BigInt(count) } : { rows: rows as R[] };
}
