import { ApiParam, type ApiParamOptions } from '@nestjs/swagger';

/** A parameter decorator that also documents its route, so that what is read and what is documented go together. */
export function documented(read: ParameterDecorator, ...documentation: MethodDecorator[]): ParameterDecorator {
  return (target, key, index) => {
    read(target, key, index);
    if (key === undefined) throw new TypeError('Only parameters of route methods can be documented');
    const descriptor = Object.getOwnPropertyDescriptor(target, key);
    if (descriptor === undefined) throw new TypeError(`${String(key)} is not a method of this class`);
    for (const document of documentation) document(target, key, descriptor);
  };
}

/** As `documented`, for what stands in the path: a reader of the document meets it before headers and queries. */
export function documentedInPath(read: ParameterDecorator, options: ApiParamOptions): ParameterDecorator {
  return documented(read, ApiParam(options), newestFirst);
}

/** Swagger lists parameters as their decorators run, which is from the last parameter of a method to the first. */
const newestFirst: MethodDecorator = (_target, _key, descriptor) => {
  const method = descriptor.value as object;
  const listed = (Reflect.getMetadata(LISTED_PARAMETERS, method) ?? []) as unknown[];
  Reflect.defineMetadata(LISTED_PARAMETERS, [...listed.slice(-1), ...listed.slice(0, -1)], method);
};

const LISTED_PARAMETERS = 'swagger/apiParameters';
