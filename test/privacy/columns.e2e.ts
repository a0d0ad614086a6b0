import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { withRows } from '../support/rows.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());

it('every column that can hold words stands in docs/privacy.md, as one about a person or as one that is not, and no other', async () => {
  const { rows } = await withRows(service, (db) =>
    sql<{ name: string }>`
      select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = 'public' and table_name not like 'kysely_%'
          and data_type in ('text', 'jsonb', 'json', 'character', 'character varying', 'ARRAY', 'inet', 'bytea')`.execute(
      db,
    ),
  );
  const columns = rows.map(({ name }) => name);
  expect(columns.length).toBeGreaterThan(90);
  const text = readFileSync('docs/privacy.md', 'utf8');
  const listed = text.slice(text.indexOf('## Each column'), text.indexOf('## How it works'));
  const named = [...listed.matchAll(/`([a-z_]+\.[a-z_0-9]+)`/g)].map(([, name]) => name ?? '');
  expect(named.toSorted((a, b) => a.localeCompare(b))).toEqual(columns.toSorted((a, b) => a.localeCompare(b)));
});
