import { isProblem } from '../charging/reading.ts';
import type { Problem, ProblemCode } from '../types.ts';

/** A request that moves no money was refused. What may have moved money never throws this: see `Result`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly status: number,
    /** Absent where something in between has answered. */
    readonly problem: Problem | undefined,
  ) {
    super(problem === undefined ? `Answered with ${status}` : `${problem.code}: ${problem.detail}`);
  }

  get code(): ProblemCode | undefined {
    return this.problem?.code;
  }
}

/** @throws ProblemError for an answer that is no success */
export function answered<Data>({ data, error, response }: Answered<Data>): Data {
  if (response.ok) return data as Data;
  throw new ProblemError(response.status, isProblem(error) ? error : undefined);
}

interface Answered<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}
