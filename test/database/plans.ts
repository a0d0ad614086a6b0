import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Client } from 'pg';

import { eventually } from '../support/eventually.ts';
import { startPostgresServer, type PostgresServer } from '../support/postgres-server.ts';

/** A node of a plan as `explain (format json)` names its members. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Actual Loops'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** A statement as a session of the service asked it, or as one of its triggers and references did. */
export interface Planned {
  readonly text: string;
  readonly plan: PlanNode;
}

interface LogLine {
  readonly application_name?: string;
  readonly message?: string;
}

/** A PostgreSQL that writes down the plan of each statement that is asked while `explains` is on. */
export async function startExplainingServer(): Promise<PostgresServer> {
  return startPostgresServer({
    settings: [
      'session_preload_libraries=auto_explain',
      'auto_explain.log_format=json',
      'auto_explain.log_analyze=on',
      'auto_explain.log_timing=off',
      'auto_explain.log_nested_statements=on',
      'logging_collector=on',
      'log_destination=jsonlog',
      'log_filename=plans.log',
      'log_rotation_age=0',
      'log_rotation_size=0',
      // What the rows of the test are must not change while it looks.
      'autovacuum=off',
    ],
  });
}

/** For sessions that begin from now on. */
export async function explainFromNowOn(database: Client): Promise<void> {
  await database.query('alter database postgres set auto_explain.log_min_duration = 0');
}

/** Each statement that this application has asked until now. */
export async function plansOf(application: string, server: PostgresServer, database: Client): Promise<Planned[]> {
  const mark = `read until ${randomUUID()}`;
  await database.query(`do $$ begin raise log '${mark}'; end $$`);
  let lines: LogLine[] = [];
  // The log has a writer of its own, which may be behind.
  await eventually(() => {
    lines = linesOf(server);
    return lines.some(({ message }) => message === mark);
  });
  return lines.flatMap(({ application_name: name, message = '' }) => {
    const [, plan] = message.split(' plan:\n');
    if (name !== application || plan === undefined) return [];
    const explained = JSON.parse(plan) as { readonly 'Query Text': string; readonly Plan: PlanNode };
    return [{ text: explained['Query Text'].replaceAll(/\s+/g, ' ').trim(), plan: explained.Plan }];
  });
}

function linesOf({ data }: PostgresServer): LogLine[] {
  const lines = readFileSync(join(data, 'log', 'plans.json'), 'utf8').split('\n');
  // The last one may be under way.
  return lines.slice(0, -1).map((line) => JSON.parse(line) as LogLine);
}

/** The plan's nodes, those below others too. */
export function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
