import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const INTERVAL_MS = 50;

/** Megabytes of 1,000,000 bytes. */
export interface Memory {
  /** Before the work began. */
  readonly idle: number;
  readonly peak: number;
  readonly last: number;
  readonly samples: number;
}

/** Samples the resident memory of another process until it is told to stop; the first sample counts as idle. */
export function watchMemory(pid: number): { stop(): Memory } {
  const idle = residentMemory(pid);
  let peak = idle;
  let last = idle;
  let samples = 1;
  const timer = setInterval(() => {
    const now = residentMemory(pid);
    // The process has ended.
    if (Number.isNaN(now)) return;
    last = now;
    peak = Math.max(peak, last);
    samples += 1;
  }, INTERVAL_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return { idle, peak, last, samples };
    },
  };
}

/** In megabytes; NaN for a process that has ended. */
export function residentMemory(pid: number): number {
  return (Number(kilobytesOf(pid)) * 1024) / 1e6;
}

function kilobytesOf(pid: number): string | undefined {
  try {
    return existsSync('/proc/self')
      ? /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
