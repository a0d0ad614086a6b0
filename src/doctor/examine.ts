import { setTimeout as sleep } from 'node:timers/promises';

import { ConfigurationError } from '../config/configuration-error.ts';
import { readSettings } from '../config/read-settings.ts';
import type { Settings } from '../config/settings.ts';
import { fail, skipped, wordOf, type Check, type Finding, type Verdict } from './check.ts';
import { CHECKS, CONFIGURATION } from './checks/index.ts';
import { World } from './world.ts';

export interface ExamineOptions {
  /** Whether the merchant's order system gets an event of the type `test`. */
  readonly sendTestEvent?: boolean;
  /** Names of checks that are not made. */
  readonly skip?: readonly string[];
  /** What one check may take, in milliseconds. */
  readonly deadlineMs?: number;
}

/** One line of the table. */
export interface Row extends Omit<Finding, 'about'> {
  /** The check and, of several things, which one: `gateways: knet`. */
  readonly check: string;
}

export interface Report {
  /** The worst of the rows; `skipped` counts as well. */
  readonly verdict: Exclude<Verdict, 'skipped'>;
  readonly rows: readonly Row[];
}

/** Statements and calls have shorter limits of their own, that say more. Real time, since it is about networks and machines. */
const CHECK_DEADLINE_MS = 30_000;

/**
 * Holds the configuration against the world. All checks are made at once and none can keep another one from being made;
 * where the configuration cannot be read there is nothing to hold against anything.
 *
 * @param environment read here, so that a `.env` that cannot be read is told as what it is.
 */
export async function examine(
  environment: () => Readonly<Record<string, string | undefined>>,
  { sendTestEvent = false, skip = [], deadlineMs = CHECK_DEADLINE_MS }: ExamineOptions = {},
): Promise<Report> {
  const read = settingsOf(environment);
  if ('faults' in read) {
    const others = CHECKS.filter((check) => check !== CONFIGURATION).map((check) =>
      rowOf(check, skipped('the configuration cannot be read')),
    );
    return reportOf([...read.faults.map((fault) => rowOf(CONFIGURATION, fault)), ...others]);
  }
  const world = new World(read.settings, { sendTestEvent });
  try {
    const rows = CHECKS.map(async (check) => {
      const findings = skip.includes(check.name)
        ? [skipped('you asked for that')]
        : await bounded(check, world, deadlineMs);
      return findings.map((finding) => rowOf(check, finding));
    });
    return reportOf((await Promise.all(rows)).flat());
  } finally {
    await world.close();
  }
}

function settingsOf(
  environment: () => Readonly<Record<string, string | undefined>>,
): { readonly settings: Settings } | { readonly faults: readonly Finding[] } {
  try {
    return { settings: readSettings(environment()) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const faults = error.faults.map(({ variable, message }) => ({
      ...fail(`${variable} ${message}`, 'docs/configuration.md says what each variable takes'),
    }));
    return { faults };
  }
}

async function bounded(check: Check, world: World, deadlineMs: number): Promise<readonly Finding[]> {
  const late = new AbortController();
  try {
    const overdue = sleep(
      deadlineMs,
      [fail(`no answer within ${deadlineMs / 1_000} s`, 'see what is slow, and try again')],
      {
        signal: late.signal,
      },
    );
    return await Promise.race([check.run(world), overdue]);
  } catch (error) {
    return [fail(`this check ended in a fault that nobody foresaw (${wordOf(error)})`, 'tell us, with this word')];
  } finally {
    late.abort();
  }
}

function rowOf({ name }: Check, { about, ...finding }: Finding): Row {
  return { check: about === undefined ? name : `${name}: ${about}`, ...finding };
}

function reportOf(rows: readonly Row[]): Report {
  const has = (verdict: Verdict): boolean => rows.some((row) => row.verdict === verdict);
  const best = has('warn') ? 'warn' : 'ok';
  return { verdict: has('fail') ? 'fail' : best, rows };
}
