import { createHash } from 'node:crypto';
import { isError } from './is-error.ts';

/** Of one process. Each connection keeps the plan of each statement that it was ever given by name. */
const MOST = 200;
/** Texts that come once, as those of migrations or of lists of many lengths, are not worth a name. */
const FIRST_NAMED = 3;

/**
 * Which statements the server prepares once for each connection. A name is of its text, so that whoever shares a connection
 * can mean nothing else by it.
 */
export class StatementNames {
  #texts = new Map<string, { seen: number; name?: string }>();
  #named = 0;
  #generation = 0;
  #on = true;

  /** @returns nothing for a statement that is to be prepared each time anew. */
  nameOf(text: string): string | undefined {
    if (!this.#on) return undefined;
    const known = this.#texts.get(text);
    if (known === undefined) {
      // What never came back makes room.
      if (this.#texts.size >= 5 * MOST) this.#texts = new Map([...this.#texts].filter(([, { name }]) => name));
      this.#texts.set(text, { seen: 1 });
      return undefined;
    }
    if (known.name !== undefined) return known.name;
    known.seen += 1;
    if (known.seen < FIRST_NAMED || this.#named >= MOST) return undefined;
    this.#named += 1;
    known.name = `s${this.#generation}_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`;
    return known.name;
  }

  /**
   * Asked when a statement failed.
   *
   * @returns whether it failed because it was prepared: then it can be run again, since it will not be found prepared.
   */
  wereAtFault(error: unknown): boolean {
    if (isStalePlan(error)) {
      // A migration has changed what a table is made of. What was prepared before is left to end with its connection.
      this.#generation += 1;
      this.#texts = new Map();
      this.#named = 0;
      return true;
    }
    if (!isOfAnotherSession(error)) return false;
    this.#on = false;
    return true;
  }
}

/** A prepared `select *`, or `returning *`, of a table that has another column now. */
function isStalePlan(error: unknown): boolean {
  return isError(error) && 'routine' in error && error.routine === 'RevalidateCachedQuery';
}

/**
 * The session that answers is not the one that prepared the statement: a pooler stands in between that was not found out
 * about, or something has thrown away what the session had (26000: unknown, 42P05: known already).
 */
function isOfAnotherSession(error: unknown): boolean {
  return isError(error) && 'code' in error && (error.code === '26000' || error.code === '42P05');
}
