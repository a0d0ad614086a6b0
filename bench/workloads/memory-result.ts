import type { Figure, Result, Workload } from '../harness/workload.ts';

interface Held {
  readonly count: number;
  /** What one of them is called. */
  readonly each: string;
  /** Megabytes: after the warm-up, with all of them, and when they had gone. */
  readonly before: number;
  readonly held: number;
  readonly after: number;
  /** Of 1,024 bytes, for each. */
  readonly kilobytes: number;
  readonly limitKb: number;
  readonly failed: number;
  readonly firstFailure: string;
}

/** What a process holds for each of many that wait. */
export function held({ name, title }: Pick<Workload, 'name' | 'title'>, figures: Held): Result {
  const { count, each, before, after, kilobytes, limitKb, failed, firstFailure } = figures;
  if (failed > 0) console.error(`  ${failed} of ${count} failed: ${firstFailure}`);
  const megabytes = (value: number): Figure => ({ value, digits: 0 });
  return {
    name,
    title,
    notes: [
      `Resident memory of the process, ${count} of them at once. Before: after a warm-up, when it has grown to what it needs for work of the kind.`,
    ],
    table: {
      columns: ['before, MB', 'with all of them, MB', 'afterwards, MB', `KB for ${each}`],
      rows: [
        {
          name: 'ottu-bff',
          figures: [megabytes(before), megabytes(figures.held), megabytes(after), { value: kilobytes, digits: 1 }],
        },
      ],
    },
    verdicts: [{ target: `resident memory of ${each}`, value: kilobytes, limit: limitKb, unit: 'KB' }],
    failed,
  };
}
