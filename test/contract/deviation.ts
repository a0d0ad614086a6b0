import type { OpenApi, Schema } from './openapi-file.ts';

/** Where Ottu's OpenAPI file is not to be taken at its word. Each is one place in the file and one reason. */
export type Deviation = {
  /** Why, with the number of the fact that explains it (`docs/ottu-facts.md`). */
  readonly reason: string;
  /** Of which messages: what the service sends, or what the simulator answers. */
  readonly of: 'requests' | 'answers' | 'both';
} & Change;

type Change =
  /** A member that the file requires may be absent. */
  | { readonly kind: 'optional'; readonly schema: string; readonly member: string }
  /** A member is read by another schema; `file` is what the file's own must hold (nothing: the file has no such member). */
  | {
      readonly kind: 'member';
      readonly schema: string;
      readonly member: string;
      readonly file: Schema | undefined;
      readonly reads: Schema;
    }
  /** A whole schema is read as another one. */
  | { readonly kind: 'schema'; readonly schema: string; readonly file: Schema; readonly reads: Schema }
  /** A status that the file does not list, or lists with another body. */
  | {
      readonly kind: 'status';
      readonly method: string;
      readonly path: string;
      readonly status: number;
      readonly reads: Schema;
    };

/** Rewrites the file as it is to be read. Throws when the file has changed, so that no deviation outlives its cause. */
export function applyDeviation(file: OpenApi, deviation: Deviation): void {
  switch (deviation.kind) {
    case 'optional': {
      const schema = schemaOf(file, deviation);
      const required = (schema['required'] ?? []) as string[];
      if (!required.includes(deviation.member)) throw stale(deviation);
      schema['required'] = required.filter((name) => name !== deviation.member);
      return;
    }
    case 'member': {
      const properties = schemaOf(file, deviation)['properties'] as Record<string, Schema>;
      const member = properties[deviation.member];
      if (
        deviation.file === undefined ? member !== undefined : member === undefined || !holds(member, deviation.file)
      ) {
        throw stale(deviation);
      }
      properties[deviation.member] = structuredClone(deviation.reads);
      return;
    }
    case 'schema': {
      if (!holds(schemaOf(file, deviation), deviation.file)) throw stale(deviation);
      file.components.schemas[deviation.schema] = structuredClone(deviation.reads);
      return;
    }
    case 'status': {
      const operation = file.paths[deviation.path]?.[deviation.method];
      if (operation === undefined) throw stale(deviation);
      const { reads } = deviation;
      const listed = operation.responses[deviation.status]?.content?.['application/json']?.schema;
      if (isSame(listed, reads)) throw stale(deviation);
      operation.responses[deviation.status] = { content: { 'application/json': { schema: structuredClone(reads) } } };
    }
  }
}

export function nameOf(deviation: Deviation): string {
  switch (deviation.kind) {
    case 'optional':
      return `${deviation.of}: ${deviation.schema}.${deviation.member} is optional`;
    case 'member':
      return `${deviation.of}: ${deviation.schema}.${deviation.member}`;
    case 'schema':
      return `${deviation.of}: ${deviation.schema}`;
    case 'status':
      return `${deviation.of}: ${deviation.method} ${deviation.path} ${deviation.status}`;
  }
}

function schemaOf(file: OpenApi, deviation: Exclude<Deviation, { kind: 'status' }>): Schema {
  const schema = file.components.schemas[deviation.schema];
  if (schema === undefined) throw stale(deviation);
  return schema;
}

/** Whether everything in `expected` is in `actual` too; descriptions and the like may stand beside it. */
function holds(actual: Schema, expected: Schema): boolean {
  return Object.entries(expected).every(([name, value]) => isSame(actual[name], value));
}

/** By their text: what `structuredClone` gives belongs to another realm inside jest and equals nothing by prototype. */
function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function stale(deviation: Deviation): Error {
  return new Error(`Ottu's OpenAPI file no longer says what this deviation is about: ${nameOf(deviation)}`);
}
