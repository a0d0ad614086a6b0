import { cutPointer, shownPointer, type PointerSegments } from '../json/json-pointer.ts';
import { readWork } from '../json/read-work.ts';
import type { ProblemCode } from '../problems/catalog.ts';
import { Problem, type FieldError } from '../problems/problem.ts';

/** More than a person reads, and little enough to be made. */
export const MAX_VIOLATIONS = 100;

/**
 * What is wrong with a request, up to a number: a body can hold more faults than it has bytes to spare for the answer.
 * A check asks `isFull` and ends early, and no message is made that is not shown.
 */
export class ViolationList {
  readonly #violations: FieldError[] = [];
  #isFull = false;

  /** Whether there was one more than are shown: a check may end then. */
  get isFull(): boolean {
    return this.#isFull;
  }

  get violations(): readonly FieldError[] {
    return this.#violations;
  }

  add(path: PointerSegments, message: string): void {
    if (this.#hasRoom()) this.#violations.push({ pointer: shownPointer(path), message });
  }

  /** A fault whose pointer was written already. */
  addWritten({ pointer, message }: FieldError): void {
    if (this.#hasRoom()) this.#violations.push({ pointer: cutPointer(pointer), message });
  }

  /** @throws Problem with the faults, if there are any. */
  throwIfAny(code: ProblemCode, detail?: string): void {
    if (this.#violations.length > 0) throw this.problem(code, detail);
  }

  /** The problem for the caller: the violations, and whether there are more of them. */
  problem(code: ProblemCode, detail?: string): Problem {
    const more = this.#isFull ? `Only the first ${MAX_VIOLATIONS} faults are shown.` : undefined;
    const sentences = [detail, more].filter((sentence) => sentence !== undefined);
    return new Problem(code, {
      errors: this.#violations,
      ...(sentences.length > 0 && { detail: sentences.join(' ') }),
    });
  }

  #hasRoom(): boolean {
    this.#isFull ||= this.#violations.length >= MAX_VIOLATIONS;
    if (!this.#isFull) readWork.faults += 1;
    return !this.#isFull;
  }
}
