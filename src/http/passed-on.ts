import type { OpenAPIObject } from '@nestjs/swagger';

const SCHEMAS = new Set<string>();

/** On the class of an answer of somebody else's, passed on as it came: it may have more members than the class. */
export function PassedOn(): ClassDecorator {
  return ({ name }) => void SCHEMAS.add(name);
}

/** Swagger has no decorator for it. */
export function openPassedOn({ components }: OpenAPIObject): void {
  for (const [name, schema] of Object.entries(components?.schemas ?? {})) {
    if (SCHEMAS.has(name)) Object.assign(schema, { additionalProperties: true });
  }
}
