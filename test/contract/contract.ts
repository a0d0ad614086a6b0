import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

import { applyDeviation, type Deviation } from './deviation.ts';
import { readBody, type Exchange } from './exchange.ts';
import { findOperation, type FoundOperation, type OpenApi, type Schema } from './openapi-file.ts';

type Direction = 'requests' | 'answers';

const FILE = 'ottu';
/** F1.2. */
const CREDENTIALS = /^(Api-Key|Basic) \S+$/;
const addFormats = formats as unknown as (ajv: Ajv2020) => void;

/** Ottu's contract, as its OpenAPI file has it and the deviations correct it. */
export class Contract {
  readonly #file: OpenApi;
  readonly #direction: Direction;
  readonly #json: Ajv2020;
  readonly #form: Ajv2020;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(file: OpenApi, deviations: readonly Deviation[], direction: Direction) {
    this.#file = structuredClone(file);
    this.#direction = direction;
    for (const deviation of deviations) {
      if (deviation.of === direction || deviation.of === 'both') applyDeviation(this.#file, deviation);
    }
    // A member of a request that Ottu does not know is a slip of ours; one of an answer is Ottu's right (F15.33).
    if (direction === 'requests') Object.values(this.#file.components.schemas).forEach(close);
    this.#json = this.#compiler(false);
    this.#form = this.#compiler(true);
  }

  /** What is wrong with one direction of an exchange, one line a fault. */
  async faults(exchange: Exchange): Promise<string[]> {
    const found = findOperation(this.#file, exchange.method, exchange.path);
    if (found === undefined) return ['is no operation of the file'];
    return this.#direction === 'requests' ? this.#requestFaults(found, exchange) : this.#answerFaults(found, exchange);
  }

  async #requestFaults(
    { operation, parameters, template, method }: FoundOperation,
    exchange: Exchange,
  ): Promise<string[]> {
    const faults: string[] = [];
    if (!CREDENTIALS.test(exchange.requestHeaders.authorization ?? '')) faults.push('has no credentials');
    for (const { in: place, name, schema } of operation.parameters ?? []) {
      const pattern = schema['pattern'];
      const isWrong =
        place === 'path' && typeof pattern === 'string' && !new RegExp(pattern).test(parameters[name] ?? '');
      if (isWrong) faults.push(`path parameter ${name} does not match ${pattern}`);
    }
    const { mediaType, value, isForm } = await readBody(exchange.requestHeaders, exchange.requestBody);
    if (operation.requestBody === undefined) return value === undefined ? faults : [...faults, 'has a body'];
    if (operation.requestBody.content[mediaType] === undefined) return [...faults, `has the media type "${mediaType}"`];
    const pointer = ['paths', template, method, 'requestBody', 'content', mediaType, 'schema'];
    return [...faults, ...this.#schemaFaults(pointer, value, isForm)];
  }

  async #answerFaults({ operation, template, method }: FoundOperation, exchange: Exchange): Promise<string[]> {
    const listed = operation.responses[exchange.status];
    if (listed === undefined) return [`status ${exchange.status} is not listed`];
    const { mediaType, value } = await readBody(exchange.answerHeaders, exchange.answerBody);
    if (listed.content === undefined) return value === undefined ? [] : ['has a body'];
    if (listed.content[mediaType] === undefined) return [`has the media type "${mediaType}"`];
    return this.#schemaFaults(
      ['paths', template, method, 'responses', String(exchange.status), 'content', mediaType, 'schema'],
      value,
      false,
    );
  }

  #schemaFaults(path: readonly string[], value: unknown, isForm: boolean): string[] {
    const reference = `${FILE}#/${path.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
    const key = `${isForm} ${reference}`;
    const validate = this.#validators.get(key) ?? (isForm ? this.#form : this.#json).compile({ $ref: reference });
    this.#validators.set(key, validate);
    return validate(structuredClone(value)) ? [] : (validate.errors ?? []).map(sentence);
  }

  #compiler(isForm: boolean): Ajv2020 {
    const ajv = new Ajv2020({
      strict: false,
      allErrors: true,
      validateSchema: false,
      ...(isForm && { coerceTypes: 'array' }),
    });
    addFormats(ajv);
    ajv.addFormat('decimal', /^-?\d+(\.\d+)?$/);
    return ajv.addSchema(withPlainNames(this.#file) as Schema, FILE);
  }
}

function sentence({ instancePath, message, keyword, params }: ErrorObject): string {
  const more = keyword === 'additionalProperties' ? ` (${String(params['additionalProperty'])})` : '';
  return `${instancePath || '/'} ${message}${more}`;
}

/** Forbids unknown members wherever members are listed. */
function close(schema: Schema): void {
  const { properties } = schema as { properties?: Record<string, Schema> };
  if (properties === undefined) return;
  schema['additionalProperties'] ??= false;
  for (const member of Object.values(properties)) close(member);
}

/** ajv resolves references as addresses, in which the file's own `#/components/schemas/Client Errors` has no place. */
function withPlainNames(file: OpenApi): unknown {
  return JSON.parse(JSON.stringify(file), (name, value: unknown) =>
    name === '$ref' && typeof value === 'string' ? FILE + value.replaceAll(' ', '%20') : value,
  ) as unknown;
}
