import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Figure, Result, Verdict } from './workload.ts';

export interface About {
  /** Of the day, ISO 8601. */
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
}

const RESULTS = join(import.meta.dirname, '..', 'results');

/** The table as `<name>.md`, the numbers as `<name>.json`, the bars as `<name>.svg`, and the table on the screen. */
export function writeReport(name: string, results: readonly Result[], about: About): void {
  const text = markdown(results, about);
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, `${name}.md`), text);
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify({ about, results }, null, 2)}\n`);
  writeFileSync(join(RESULTS, `${name}.svg`), chart(results));
  console.log(text);
}

export function markdown(results: readonly Result[], about: About): string {
  const versions = Object.entries(about.versions).map(([name, version]) => `${name} ${version}`);
  const verdicts = results.flatMap(({ name, verdicts: each }) => each.map((verdict) => verdictRow(name, verdict)));
  return `${[
    `${about.date}, commit ${about.commit}. ${about.machine}. ${versions.join(', ')}.`,
    `${about.rounds} rounds of ${about.seconds} s, interleaved, over ${about.connections} connections where nothing else is said; medians, with the smallest and the largest of the rounds. Read the ratios: they hold on other machines.`,
    ...(verdicts.length === 0
      ? []
      : [['| | target | measured | at most | |', '| --- | --- | --- | --- | --- |', ...verdicts].join('\n')]),
    ...results.map(section),
  ].join('\n\n')}\n`;
}

function verdictRow(name: string, { target, value, limit, unit }: Verdict): string {
  return `| ${name} | ${target} | ${short(value)} ${unit} | ${short(limit)} ${unit} | ${value <= limit ? 'met' : '**missed**'} |`;
}

function short(value: number): string {
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(2);
}

function section({ name, title, notes, table }: Result): string {
  return [
    `### (${name}) ${title}`,
    ...notes,
    [
      `| | ${table.columns.join(' | ')} |`,
      `| ---${' | ---'.repeat(table.columns.length)} |`,
      ...table.rows.map((row) => `| ${row.name} | ${row.figures.map(figureText).join(' | ')} |`),
    ].join('\n'),
  ].join('\n\n');
}

function figureText(figure: Figure | null): string {
  if (figure === null) return '';
  const { value, low, high, digits } = figure;
  if (low === undefined || high === undefined) return value.toFixed(digits);
  return `${value.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

const BAR = { height: 22, gap: 6, left: 230, width: 520 };

/** One block a workload, in the scale of its longest bar. */
function chart(results: readonly Result[]): string {
  let top = 10;
  const parts: string[] = [];
  for (const { name, title, bars } of results) {
    if (bars === undefined) continue;
    parts.push(`<text x="10" y="${top + 16}" font-weight="bold">${escaped(`(${name}) ${title}: ${bars.unit}`)}</text>`);
    top += 28;
    const longest = Math.max(...bars.of.map(({ value }) => value), Number.MIN_VALUE);
    for (const { name: who, value } of bars.of) {
      const width = Math.max(1, (BAR.width * value) / longest);
      const colour = who.startsWith('ottu-bff') ? '#0b6b57' : '#9aa7b0';
      parts.push(
        `<text x="${BAR.left - 8}" y="${top + 16}" text-anchor="end">${escaped(who)}</text>`,
        `<rect x="${BAR.left}" y="${top}" width="${width.toFixed(1)}" height="${BAR.height}" fill="${colour}"/>`,
        `<text x="${(BAR.left + width + 6).toFixed(1)}" y="${top + 16}">${short(value)}</text>`,
      );
      top += BAR.height + BAR.gap;
    }
    top += 14;
  }
  const width = BAR.left + BAR.width + 80;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" font-family="sans-serif" font-size="13"><rect width="100%" height="100%" fill="#fff"/>${parts.join('')}</svg>\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
