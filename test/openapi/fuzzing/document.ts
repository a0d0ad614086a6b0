/** JSON Schema, as far as the document uses it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly example?: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly example?: unknown;
  readonly schema: Schema;
}

interface Content {
  readonly schema: Schema;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface Header {
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface DocumentedAnswer {
  readonly content?: Readonly<Record<string, Content>>;
  readonly headers?: Readonly<Record<string, Header | { readonly $ref: string }>>;
}

export type Scheme = 'service_key' | 'cart_token' | 'customer_jwt';

interface WrittenOperation {
  readonly operationId: string;
  readonly 'x-access': string;
  readonly parameters?: readonly Parameter[];
  readonly security?: readonly Readonly<Partial<Record<Scheme, unknown>>>[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, DocumentedAnswer>>;
}

export interface WrittenDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, WrittenOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly headers: Readonly<Record<string, Header>>;
  };
}

/** One operation of the document, with what a request to it is made of and what its answers are held against. */
export interface Operation {
  readonly id: string;
  /** In capitals. */
  readonly method: string;
  /** With `{name}` where a parameter stands. */
  readonly path: string;
  /** Ottu's events prove themselves by their signature. */
  readonly fromOttu: boolean;
  /** Each alternative names the schemes that are needed together; none for everybody. */
  readonly security: readonly (readonly Scheme[])[];
  readonly parameters: readonly Parameter[];
  readonly body: BodyOf | undefined;
  readonly answers: Readonly<Record<string, DocumentedAnswer>>;
}

export interface BodyOf {
  readonly required: boolean;
  /** Each content type with its schema, references resolved, and bodies that work. */
  readonly kinds: readonly { readonly type: string; readonly schema: Schema; readonly examples: readonly unknown[] }[];
}

/** Every operation that the document has: what is not in it is not fuzzed, and nothing that is in it is left out. */
export function operationsOf(document: WrittenDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, written]): Operation => ({
      id: written.operationId,
      method: method.toUpperCase(),
      path,
      fromOttu: written['x-access'] === 'ottu',
      security: (written.security ?? [{}]).map((needed) => Object.keys(needed) as Scheme[]),
      parameters: (written.parameters ?? []).map((one) => ({ ...one, schema: resolved(one.schema, document) })),
      body: written.requestBody && {
        required: written.requestBody.required === true,
        kinds: Object.entries(written.requestBody.content).map(([type, { schema, examples = {} }]) => ({
          type,
          schema: resolved(schema, document),
          examples: Object.values(examples).map(({ value }) => value),
        })),
      },
      answers: written.responses,
    })),
  );
}

/** The same schema with what it refers to in it, and `allOf` of one in its place. Request bodies have no cycles. */
function resolved(schema: Schema, document: WrittenDocument): Schema {
  const { $ref, allOf, ...own } = schema;
  const parts = [...($ref === undefined ? [] : [document.components.schemas[nameOf($ref)] ?? {}]), ...(allOf ?? [])];
  const whole: Schema = Object.assign({}, ...parts.map((part) => resolved(part, document)), own);
  const all = (schemas: readonly Schema[]): Schema[] => schemas.map((one) => resolved(one, document));
  return {
    ...whole,
    ...(whole.properties && {
      properties: Object.fromEntries(
        Object.entries(whole.properties).map(([name, one]) => [name, resolved(one, document)]),
      ),
    }),
    ...(whole.items && { items: resolved(whole.items, document) }),
    ...(whole.anyOf && { anyOf: all(whole.anyOf) }),
    ...(whole.oneOf && { oneOf: all(whole.oneOf) }),
  };
}

export function nameOf(reference: string): string {
  return reference.split('/').at(-1) ?? '';
}
