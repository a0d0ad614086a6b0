import { readFileSync } from 'node:fs';

/** Of /proc: ticks of a hundredth of a second on every Linux that Node.js runs on. */
const TICK_MS = 10;
const PARENT = 1;
const USER_AND_SYSTEM = [11, 13] as const;
const USER_AND_SYSTEM_OF_CHILDREN = [13, 15] as const;

/** User and system time of a process in milliseconds; 0 for one that has ended. Linux. */
export function processorMs(pid: number): number {
  return sum(fieldsOf(pid).slice(...USER_AND_SYSTEM));
}

/** The same of processes of one parent: of those that are there, of the parent, and of those that have ended. */
export function familyMs(pids: readonly number[]): number {
  const parent = fieldsOf(pids[0] ?? 0)[PARENT] ?? 0;
  return (
    [parent, ...pids].reduce((all, pid) => all + processorMs(pid), 0) +
    sum(fieldsOf(parent).slice(...USER_AND_SYSTEM_OF_CHILDREN))
  );
}

function sum(ticks: readonly number[]): number {
  return TICK_MS * ticks.reduce((all, each) => all + each, 0);
}

/** The fields of `/proc/PID/stat` after the name, which may hold blanks; empty for a process that has ended. */
function fieldsOf(pid: number): number[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch {
    return [];
  }
}
