/**
 * Of PostgreSQL itself, in milliseconds; asked for with each connection, they hold whatever the server, the database or the
 * role have. Statements end before their connection counts as silent.
 */
export const TIME_LIMITS = {
  statement_timeout: 10_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 30_000,
};

/** Counts the work (migrations) whose statements may take longer than any other statement of the service. */
export class StatementTimeouts {
  #waiting = 0;

  get suspended(): boolean {
    return this.#waiting > 0;
  }

  async suspendDuring<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    try {
      return await work();
    } finally {
      this.#waiting -= 1;
    }
  }
}
