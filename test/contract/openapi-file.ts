import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

export type Schema = Record<string, unknown>;

export interface Operation {
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly schema: Schema;
    readonly required?: boolean;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

/** As much of an OpenAPI 3.1 file as the check reads. */
export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

const DEFAULT_PATH = join(import.meta.dirname, '..', '..', '..', 'shared', 'ottu', 'Ottu_API.yaml');

/** Ottu's OpenAPI file: `OTTU_OPENAPI`, or beside the repository. It is read where it is and never copied. */
export function readOpenApi(): OpenApi {
  const path = process.env['OTTU_OPENAPI'] ?? DEFAULT_PATH;
  const file = parse(readFileSync(path, 'utf8'), { maxAliasCount: -1 }) as OpenApi;
  if (!file.openapi.startsWith('3.1')) throw new Error(`${path} is OpenAPI ${file.openapi}; the check reads 3.1`);
  return file;
}

export interface FoundOperation {
  readonly method: string;
  /** As the file has it, such as `/b/checkout/v1/pymt-txn/{session_id}/`. */
  readonly template: string;
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The operation of a request. Paths without the slash that the file has are none of its operations. */
export function findOperation(file: OpenApi, method: string, path: string): FoundOperation | undefined {
  for (const [template, operations] of Object.entries(file.paths)) {
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
    const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '([^/]+)')}$`);
    const found = pattern.exec(path);
    const operation = operations[method.toLowerCase()];
    if (found === null || operation === undefined) continue;
    const parameters = Object.fromEntries(
      names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]),
    );
    return { method: method.toLowerCase(), template, operation, parameters };
  }
  return undefined;
}
