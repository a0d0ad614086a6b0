import { problemCodes, problemKind } from '../problems/catalog.ts';

/** `docs/problem-codes.md`, for those who have no service to read `/docs/problems` of. */
export function problemCodesPage(): string {
  const rows = problemCodes().map(
    (code) => `| \`${code}\` | ${problemKind(code).status} | ${problemKind(code).title} |`,
  );
  return [
    '# Problem codes',
    '',
    'Written by `npm run openapi` from the catalog of the code. Do not edit it by hand. Which routes can end in which code is in',
    'Swagger UI (`/docs/problems`) and, with each route, in [`openapi.json`](../openapi.json).',
    '',
    '| code | status | meaning |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
