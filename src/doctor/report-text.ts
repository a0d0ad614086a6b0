import { VERDICTS, type Verdict } from './check.ts';
import type { Report } from './examine.ts';

const WORDS: Readonly<Record<Verdict, string>> = { ok: 'ok', warn: 'WARN', fail: 'FAIL', skipped: 'skipped' };
const INDENT = '  ';

/** The report for people: a line for each row, and under it what to do. */
export function reportText({ rows }: Report): string {
  const first = Math.max('verdict'.length, ...rows.map(({ verdict }) => WORDS[verdict].length));
  const second = Math.max('check'.length, ...rows.map(({ check }) => check.length));
  const line = (verdict: string, check: string, text: string): string =>
    `${verdict.padEnd(first)}${INDENT}${check.padEnd(second)}${INDENT}${text}`;
  const lines = rows.flatMap(({ verdict, check, seen, todo }) => [
    line(WORDS[verdict], check, seen),
    ...(todo === undefined ? [] : [line('', '', `→ ${todo}`)]),
  ]);
  const counts = VERDICTS.map((verdict) => `${rows.filter((row) => row.verdict === verdict).length} ${verdict}`);
  return [line('verdict', 'check', 'what was seen, → what to do'), ...lines, '', counts.join(', ')].join('\n');
}

/** The report for programs. */
export function reportJson({ verdict, rows }: Report): string {
  const checks = rows.map(({ check, verdict: of, seen, todo }) => ({ check, verdict: of, seen, todo: todo ?? null }));
  return JSON.stringify({ verdict, checks }, undefined, 2);
}
