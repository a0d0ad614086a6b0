import type { Requests } from './requests.ts';
import type { Stage } from './stage.ts';

/** One kind of work that is measured. Each stands in a file of its own in `bench/workloads/`, and in the list there. */
export interface Workload {
  /** The letter by which `--only` and `--profile` know it. */
  readonly name: string;
  readonly title: string;
  /** Whether `--quick` runs it; it then reads `stage.quick`, and takes some 20 seconds at most. */
  readonly quick: boolean;
  run(stage: Stage): Promise<Result>;
  /** The requests of it to this service alone, for `--profile`; absent where there is nothing of the kind. */
  profile?(stage: Stage, ours: { readonly url: string }): Promise<Requests>;
}

export interface Result {
  readonly name: string;
  readonly title: string;
  /** What else a reader must know, in whole sentences. */
  readonly notes: readonly string[];
  readonly table: Table;
  /** What the chart shows of it; nothing where absent. */
  readonly bars?: { readonly unit: string; readonly of: readonly Bar[] };
  readonly verdicts: readonly Verdict[];
  /** Requests that were not answered as they should be; the run then ends with status 1. */
  readonly failed: number;
}

export interface Table {
  /** Of the figures; the first column is the name of the row. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly figures: readonly (Figure | null)[] }[];
}

/** A figure: the median of its rounds, with the smallest and the largest where there were several. */
export interface Figure {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  /** Behind the point. */
  readonly digits: number;
}

export interface Bar {
  readonly name: string;
  readonly value: number;
}

/** A target: met when the value is at most the limit. */
export interface Verdict {
  readonly target: string;
  readonly value: number;
  readonly limit: number;
  /** `×`, `ms`, `MB`, …: written behind both numbers. */
  readonly unit: string;
}
