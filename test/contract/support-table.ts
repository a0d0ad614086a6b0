import type { OpenApi, Schema } from './openapi-file.ts';

/** Which route of this service passes on which operation of Ottu. */
const ROUTES = [
  { ottu: ['post', '/b/checkout/v1/pymt-txn/'], ours: ['post', '/v1/payment-transactions'] },
  { ottu: ['get', '/b/checkout/v1/pymt-txn/{session_id}/'], ours: ['get', '/v1/payment-transactions/{session_id}'] },
  {
    ottu: ['patch', '/b/checkout/v1/pymt-txn/{session_id}/'],
    ours: ['patch', '/v1/payment-transactions/{session_id}'],
  },
  { ottu: ['put', '/b/checkout/v1/pymt-txn/{session_id}/'], ours: ['put', '/v1/payment-transactions/{session_id}'] },
  { ottu: ['post', '/b/checkout/v1/upload-attachment/'], ours: ['post', '/v1/attachments'] },
  { ottu: ['post', '/b/pbl/v2/payment-methods/'], ours: ['post', '/v1/payment-methods/query'] },
] as const;

/** Fields that a route refuses on purpose, whatever Ottu's schema says. */
const REFUSED: Readonly<Record<string, string>> = {
  'PATCH payment_instrument': 'a change never charges (M61)',
  'PUT payment_instrument': 'a change never charges (M61)',
};

export interface SupportRow {
  readonly operation: string;
  readonly route: string;
  /** Whether the service has that route at all. */
  readonly served: boolean;
  /** Request fields of the operation, nested ones with dots. */
  readonly all: readonly string[];
  /** Those that the route does not document, the ones refused on purpose included. */
  readonly missing: readonly string[];
}

/** Request fields of Ottu's operations against those that the routes of this service document. */
export function supportRows(ottu: OpenApi, ours: OpenApi): SupportRow[] {
  return ROUTES.map((pair) => {
    const [method, path] = pair.ottu;
    const [ourMethod, ourPath] = pair.ours;
    const route = ours.paths[ourPath]?.[ourMethod];
    const all = fields(ottu, bodySchema(ottu.paths[path]?.[method]?.requestBody));
    // What is wanted of an operation without a body is only that it is there.
    const known = new Set(fields(ours, bodySchema(route?.requestBody)));
    return {
      operation: `${method.toUpperCase()} ${path}`,
      route: `${ourMethod.toUpperCase()} ${ourPath}`,
      served: route !== undefined,
      all,
      missing: all.filter((field) => !covers(known, field)),
    };
  });
}

/** Fields that neither are documented nor refused for a reason. */
export function forgotten(rows: readonly SupportRow[]): string[] {
  return rows.flatMap(({ route, missing }) =>
    missing.map((field) => `${methodOf(route)} ${field}`).filter((name) => !Object.hasOwn(REFUSED, name)),
  );
}

export function supportTable(rows: readonly SupportRow[]): string {
  const lines = rows.map(({ operation, route, served, all, missing }) => {
    const named = missing.map((field) => `${field}: ${REFUSED[`${methodOf(route)} ${field}`] ?? 'MISSING'}`);
    const count = served ? `${all.length - missing.length} / ${all.length}` : `not served / ${all.length}`;
    return `| ${operation} | ${route} | ${count} | ${served ? named.join('; ') : ''} |`;
  });
  return [
    '| operation of Ottu | route | request fields supported / all | not supported |',
    '| --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

function methodOf(route: string): string {
  return route.split(' ')[0] ?? '';
}

type Body = { readonly content: Readonly<Record<string, { readonly schema: Schema }>> } | undefined;

function bodySchema(body: Body): Schema {
  return body?.content['application/json']?.schema ?? body?.content['multipart/form-data']?.schema ?? {};
}

/** Members that a caller may send, depth first; an object is listed by its members, or by itself where they are free. */
function fields(file: OpenApi, schema: Schema, prefix = ''): string[] {
  const { properties } = resolved(file, schema) as { properties?: Record<string, Schema> };
  return Object.entries(properties ?? {}).flatMap(([name, member]) => {
    if (isReadOnly(member)) return [];
    const nested = name === 'payment_instrument' ? [] : fields(file, member, `${prefix}${name}.`);
    return nested.length > 0 ? nested : [prefix + name];
  });
}

function isReadOnly(member: Schema): boolean {
  return member['readOnly'] === true;
}

function resolved(file: OpenApi, schema: Schema): Schema {
  const {
    $ref: reference,
    allOf,
    oneOf,
    anyOf,
  } = schema as { $ref?: string; allOf?: Schema[]; oneOf?: Schema[]; anyOf?: Schema[] };
  if (reference !== undefined) {
    const target = file.components.schemas[decodeURIComponent(reference.replace('#/components/schemas/', ''))];
    return target === undefined ? {} : resolved(file, target);
  }
  // The generators wrap a single reference to hang a description on it, and `or null` around an object.
  const wrapped = allOf?.[0] ?? (oneOf ?? anyOf)?.find((each) => each['type'] !== 'null');
  return wrapped === undefined ? schema : resolved(file, wrapped);
}

/** A field counts as supported too where one above it is documented as a free object. */
function covers(known: ReadonlySet<string>, field: string): boolean {
  const names = field.split('.');
  return names.some((_name, index) => known.has(names.slice(0, index + 1).join('.')));
}
