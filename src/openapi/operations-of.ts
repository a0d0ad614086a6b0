import type { OpenAPIObject } from '@nestjs/swagger';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'] as const;
type Method = (typeof METHODS)[number];
export type Operation = NonNullable<OpenAPIObject['paths'][string][Method]>;

export interface PlacedOperation {
  /** As the document spells it: `/v1/payments/{id}`. */
  readonly path: string;
  readonly method: Method;
  readonly operation: Operation;
}

function isMethod(member: string): member is Method {
  return (METHODS as readonly string[]).includes(member);
}

/** Every operation of a document, in its order. */
export function operationsOf(document: OpenAPIObject): PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter(isMethod)
      .flatMap((method) => {
        const operation = item[method];
        return operation === undefined ? [] : [{ path, method, operation }];
      }),
  );
}
