import type { OpenAPIObject } from '@nestjs/swagger';

import { underPublicPath } from '../config/public-path.ts';
import { problemCodes, problemKind } from '../problems/catalog.ts';
import { PROBLEM_MEDIA_TYPE } from '../problems/problem-response.ts';
import { operationsOf, type Operation } from './operations-of.ts';

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: #1b1f24; background: #fff }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid #d8dee4; padding: .5rem .75rem; text-align: start; vertical-align: top }
th { position: sticky; top: 0; background: #f6f8fa }
code { font-size: .875rem; overflow-wrap: anywhere }
a { color: #0a58ca }
summary { cursor: pointer }
ul { margin: .25rem 0; padding-inline-start: 1rem }
tr:target { background: #fff8c5 }
`;

/** The page of every problem code: its status, what it means, and which routes can end in it. */
export function problemsPage(document: OpenAPIObject, publicPath: string): string {
  const routes = routesByCode(document);
  const rows = problemCodes().map((code) => {
    const { status, title } = problemKind(code);
    const where = cellOf(routes.get(code) ?? []);
    return `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${escaped(title)}</td><td>${where}</td></tr>`;
  });
  return `<!doctype html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Problem codes of ottu-bff</title><style>${STYLE}</style></head>
<body>
<h1>Problem codes</h1>
<p>Every error is a problem document (RFC 9457) with a stable <code>code</code>. <code>detail</code> is for people. On routes that
move money it has an <code>outcome</code>: <code>none</code> (nothing was charged and nothing will be), <code>unknown</code> (not
settled) or <code>final</code>. <a href="${underPublicPath(publicPath, '/docs')}">All routes</a></p>
<table>
<thead><tr><th scope="col">code</th><th scope="col">status</th><th scope="col">meaning</th><th scope="col">routes</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</body>
</html>
`;
}

/** The routes whose documentation names a code, as `POST /v1/buy-now`. */
function routesByCode(document: OpenAPIObject): ReadonlyMap<string, readonly string[]> {
  const named = operationsOf(document).flatMap(({ method, path, operation }) =>
    codesOf(operation).map((code) => ({ code, route: `${method.toUpperCase()} ${path}` })),
  );
  const grouped = Map.groupBy(named, ({ code }) => code);
  return new Map([...grouped].map(([code, all]) => [code, all.map(({ route }) => route)]));
}

function codesOf({ responses }: Operation): string[] {
  return Object.values(responses).flatMap((response) =>
    response !== undefined && 'content' in response
      ? Object.keys(response.content?.[PROBLEM_MEDIA_TYPE]?.examples ?? {})
      : [],
  );
}

function cellOf(routes: readonly string[]): string {
  if (routes.length === 0) return 'any';
  const items = routes.map((route) => `<li><code>${escaped(route)}</code></li>`).join('');
  return routes.length === 1
    ? `<code>${escaped(routes[0] ?? '')}</code>`
    : `<details><summary>${routes.length} routes</summary><ul>${items}</ul></details>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
