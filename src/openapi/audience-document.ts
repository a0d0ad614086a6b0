import type { OpenAPIObject } from '@nestjs/swagger';

import { audiencesOf, type Audience } from '../access/audiences.ts';
import type { RouteTable } from '../access/route-table.ts';
import { CART_TOKEN_SCHEME, CUSTOMER_JWT_SCHEME, SERVICE_KEY_SCHEME } from '../access/security-schemes.ts';
import { withProblemsPage } from './document.ts';
import { operationsOf, type Operation } from './operations-of.ts';

type Components = NonNullable<OpenAPIObject['components']>;

interface AudienceText {
  /** In the selector of Swagger UI. */
  readonly name: string;
  readonly introduction: string;
  /** What they have to show; of a route for others too, only their ways in are told. */
  readonly schemes: readonly string[];
  /** The group that they come for; the others follow as they do in the whole document. */
  readonly firstTag: string;
}

export const AUDIENCE_TEXTS: Readonly<Record<Audience, AudienceText>> = {
  operators: {
    name: 'Operators',
    introduction: `
1. **Authorize** with a service key of your own. One key for each person, so that the books name who did what.
2. Find the payment with \`GET /v1/payments\`, and copy its \`id\` into the routes below.
3. Errors have a \`code\`: each route lists its own, and [a page](PROBLEMS_PAGE) all of them.`,
    schemes: [SERVICE_KEY_SCHEME],
    firstTag: 'Payments',
  },
  servers: {
    name: 'Merchant servers',
    introduction: `
Routes that charge refuse browsers, this page too: send their examples with curl, with a service key. Amounts are decimal
strings with exactly the digits of their currency. Decide by \`outcome\`: after \`unknown\` send the same bytes with the same
\`Idempotency-Key\` again. Errors have a \`code\`: each route lists its own, and [a page](PROBLEMS_PAGE) all of them.`,
    schemes: [SERVICE_KEY_SCHEME],
    firstTag: 'One-step checkout',
  },
  storefront: {
    name: 'Storefront',
    introduction: `
A cart is opened by its \`cart_token\`, which is given once, when it is made; signed-in customers send their JWT besides.
Amounts are decimal strings with exactly the digits of their currency, never counted in the page. Errors have a \`code\`: each
route lists its own, and [a page](PROBLEMS_PAGE) all of them.`,
    schemes: [CART_TOKEN_SCHEME, CUSTOMER_JWT_SCHEME],
    firstTag: 'Carts',
  },
};

/** The part of the whole document that is for an audience: its routes, and what these use. */
export function audienceDocument(
  whole: OpenAPIObject,
  {
    audience,
    table,
    publicPath,
  }: { readonly audience: Audience; readonly table: RouteTable; readonly publicPath: string },
): OpenAPIObject {
  const { name, introduction, schemes, firstTag } = AUDIENCE_TEXTS[audience];
  const kept = operationsOf(whole).filter(({ method, path }) => {
    const route = table.find(method.toUpperCase(), path.replaceAll(/\{(\w+)\}/g, ':$1'));
    return route !== undefined && audiencesOf(route.access).includes(audience);
  });
  const paths: OpenAPIObject['paths'] = {};
  for (const { path, method, operation } of kept) {
    paths[path] = { ...paths[path], [method]: withWaysIn(operation, schemes) };
  }
  const used = new Set(kept.flatMap(({ operation }) => operation.tags ?? []));
  const tags = (whole.tags ?? []).filter((tag) => used.has(tag.name));
  const first = Math.max(
    0,
    tags.findIndex((tag) => tag.name === firstTag),
  );
  return {
    ...whole,
    info: { ...whole.info, title: `ottu-bff: ${name}`, description: withProblemsPage(introduction.trim(), publicPath) },
    tags: [...tags.slice(first), ...tags.slice(0, first)],
    paths,
    components: usedComponents(whole, paths),
  };
}

/** The operation with those of its ways in that need nothing which this audience does not have. */
function withWaysIn(operation: Operation, schemes: readonly string[]): Operation {
  const { security = [] } = operation;
  return { ...operation, security: security.filter((way) => Object.keys(way).every((name) => schemes.includes(name))) };
}

/** What is referred to, from the paths or from what they refer to, and the schemes that they name. */
function usedComponents(whole: OpenAPIObject, paths: OpenAPIObject['paths']): Components {
  const { schemas = {}, securitySchemes = {} } = whole.components ?? {};
  const used = new Set<string>();
  const visit = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas[name]);
    }
  };
  visit(paths);
  const named = new Set(
    Object.values(paths)
      .flatMap((item) => Object.values(item) as Operation[])
      .flatMap(({ security = [] }) => security.flatMap((way) => Object.keys(way))),
  );
  return {
    ...whole.components,
    schemas: only(schemas, used),
    securitySchemes: only(securitySchemes, named),
  };
}

function only<T>(members: Readonly<Record<string, T>>, names: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(members).filter(([name]) => names.has(name)));
}
