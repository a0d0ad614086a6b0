import type { Clock } from './clock.ts';

/** What is to be done at a time of the simulator's clock, however fast that runs and wherever it jumps. */
export interface Agenda {
  /** `time` in milliseconds since 1970, the simulator's. Tasks of one time run in the order they were given. */
  at(time: number, task: () => void): void;
  /** True after so many simulated milliseconds; false when the agenda was cleared before. */
  wait(milliseconds: number): Promise<boolean>;
  /** Whether a task is to be done now, and has not been yet. */
  hasDue(): boolean;
  /** Drops all tasks. */
  clear(): void;
}

interface Entry {
  readonly time: number;
  readonly order: number;
  readonly run: () => void;
  readonly drop: () => void;
}

const LONGEST_TIMER = 2 ** 31 - 1;

/** One real timer for the earliest of any number of tasks, which are kept in a binary heap. */
export function createAgenda(clock: Clock): Agenda {
  let heap: Entry[] = [];
  let given = 0;
  let timer: NodeJS.Timeout | undefined;

  const arm = (): void => {
    clearTimeout(timer);
    const next = heap[0];
    if (next === undefined) return;
    const real = Math.ceil((next.time - clock.now()) / clock.speed());
    timer = setTimeout(runDue, Math.min(Math.max(real, 0), LONGEST_TIMER));
    timer.unref();
  };
  const runDue = (): void => {
    for (let next = heap[0]; next !== undefined && next.time <= clock.now(); next = heap[0]) {
      pop(heap);
      next.run();
    }
    arm();
  };
  const add = (time: number, run: () => void, drop: () => void): void => {
    const entry = { time, order: ++given, run, drop };
    push(heap, entry);
    if (heap[0] === entry) arm();
  };

  clock.onChange(arm);
  return {
    at: (time, task) => add(time, task, () => undefined),
    wait: (milliseconds) =>
      new Promise((resolve) => {
        const end = (elapsed: boolean) => (): void => resolve(elapsed);
        add(clock.now() + milliseconds, end(true), end(false));
      }),
    hasDue: () => heap[0] !== undefined && heap[0].time <= clock.now(),
    clear() {
      const dropped = heap;
      heap = [];
      arm();
      for (const entry of dropped) entry.drop();
    },
  };
}

const isBefore = (left: Entry, right: Entry): boolean =>
  left.time < right.time || (left.time === right.time && left.order < right.order);

function push(heap: Entry[], entry: Entry): void {
  let index = heap.push(entry) - 1;
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || !isBefore(entry, parent)) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = entry;
}

/** Takes the first entry out. */
function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    let below = index * 2 + 1;
    let child = heap[below];
    const right = heap[below + 1];
    if (child !== undefined && right !== undefined && isBefore(right, child)) {
      child = right;
      below += 1;
    }
    if (child === undefined || !isBefore(child, last)) break;
    heap[index] = child;
    index = below;
  }
  heap[index] = last;
}
