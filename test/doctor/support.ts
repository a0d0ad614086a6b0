import type { Simulator } from '../../sandbox/simulator.ts';
import { examine, type ExamineOptions, type Report, type Row } from '../../src/doctor/examine.ts';
import { reportJson, reportText } from '../../src/doctor/report-text.ts';
import { variablesFor, type Variables } from '../support/service.ts';

/** A key that ends in two years, so that nothing is to be said about it. */
const KEY = {
  id: 'shop',
  name: 'shop',
  secret_sha256: 'a'.repeat(64),
  scopes: ['payments:charge'],
  expires_at: new Date(Date.now() + 730 * 24 * 60 * 60_000).toISOString(),
};

/** The `SERVICE_KEYS` of keys that end at these moments; one without, where there is none. */
export function keysEnding(...moments: readonly (Date | undefined)[]): string {
  return JSON.stringify(
    moments.map((at, index) => ({ ...KEY, id: `key${index}`, expires_at: at?.toISOString() ?? null })),
  );
}

/** A doctor for a service that speaks to this simulator; what it has said so far stands in `said`. */
export class TestDoctor {
  readonly said: string[] = [];

  constructor(
    private readonly simulator: Simulator,
    private readonly databaseUrl: string,
    private readonly more: Variables = {},
  ) {}

  async examine(more: Variables = {}, options: ExamineOptions = {}): Promise<Report> {
    const usual = { TRUST_PROXY: 'false', OTTU_PG_CODES: 'knet', SERVICE_KEYS: JSON.stringify([KEY]) };
    const variables = variablesFor(this.simulator, this.databaseUrl, { ...usual, ...this.more, ...more });
    const report = await examine(() => variables, options);
    this.said.push(reportText(report), reportJson(report));
    return report;
  }

  /** The rows of one check. */
  async rowsOf(check: string, more: Variables = {}, options: ExamineOptions = {}): Promise<Row[]> {
    return rowsOf(await this.examine(more, options), check);
  }
}

export function rowsOf({ rows }: Report, check: string): Row[] {
  return rows.filter((row) => row.check === check || row.check.startsWith(`${check}: `));
}

/** Every row as `verdict check`. */
export function verdictsOf({ rows }: Report): string[] {
  return rows.map(({ verdict, check }) => `${verdict} ${check}`);
}
