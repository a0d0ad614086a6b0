import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

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
  /** Absent in records from before it could be told. */
  readonly commitMs?: number;
}

/** A result, with what it depends on: one workload may have been measured another day than its neighbour. */
export interface Recorded {
  readonly about: About;
  readonly result: Result;
}

const RESULTS = join(import.meta.dirname, '..', 'results');
const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'performance.md');
/** What stands between these two is written by a run with `--record`. */
const MARKS = ['<!-- results of npm run bench -- --record -->', '<!-- end of results -->'] as const;

/** On the screen, and as `bench/results/latest.*`, which nobody keeps. */
export function report(recorded: readonly Recorded[]): void {
  write('latest', recorded);
  console.log(markdown(recorded));
}

/** Takes these into `bench/results/recorded.*` in place of what stood there of the same workloads, and into the documentation. */
export async function record(fresh: readonly Recorded[]): Promise<void> {
  const names = new Set(fresh.map(({ result }) => result.name));
  const others = readRecorded().filter(({ result }) => !names.has(result.name));
  const all = [...others, ...fresh].toSorted((one, other) => (one.result.name < other.result.name ? -1 : 1));
  write('recorded', all);
  const text = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = MARKS.map((mark) => text.indexOf(mark));
  if (from === undefined || to === undefined || from < 0 || to < from) throw new Error(`no marks in ${DOCUMENT}`);
  const filled = `${text.slice(0, from)}${MARKS[0]}\n\n${markdown(all)}\n${text.slice(to)}`;
  const style = await resolveConfig(DOCUMENT);
  writeFileSync(DOCUMENT, await format(filled, { ...style, parser: 'markdown' }));
}

function readRecorded(): readonly Recorded[] {
  const file = join(RESULTS, 'recorded.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recorded[]) : [];
}

/** The tables as `<name>.md`, the numbers as `<name>.json`, the bars as `<name>.svg`. */
function write(name: string, recorded: readonly Recorded[]): void {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, `${name}.md`), markdown(recorded));
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(recorded, null, 2)}\n`);
  writeFileSync(join(RESULTS, `${name}.svg`), chart(recorded.map(({ result }) => result)));
}

function markdown(recorded: readonly Recorded[]): string {
  const verdicts = recorded.flatMap(({ result: { name, verdicts: each } }) =>
    each.map((verdict) => verdictRow(name, verdict)),
  );
  const runs = Map.groupBy(recorded, ({ about }) => aboutText(about));
  return `${[
    ...[...runs].map(([text, of]) => `(${of.map(({ result }) => result.name).join(', ')}): ${text}`),
    ...(verdicts.length === 0
      ? []
      : [['| | target | measured | at most | |', '| --- | --- | --- | --- | --- |', ...verdicts].join('\n')]),
    ...recorded.map(({ result }) => section(result)),
  ].join('\n\n')}\n`;
}

function aboutText(about: About): string {
  const versions = Object.entries(about.versions).map(([name, version]) => `${name} ${version}`);
  return `${about.date}, commit ${about.commit}. ${about.machine}. ${versions.join(', ')}. ${about.rounds} rounds of ${about.seconds} s, interleaved, over ${about.connections} connections where nothing else is said;${slower(about)} medians, with the smallest and the largest of the rounds.`;
}

function slower({ commitMs = 0 }: About): string {
  return commitMs === 0 ? '' : ` a log that takes ${commitMs} ms longer to be safe than this disk needs;`;
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
