/** A body as it arrived. It is parsed after the guards, so that a caller without a key has nothing of his parsed. */
export interface RawBody {
  /** The Content-Type header as sent, malformed ones included. */
  readonly contentType: string | undefined;
  readonly bytes: Buffer;
}

/** The request's raw body, or none: Fastify gives `undefined` or `null` where there was no body. */
export function rawBodyOf(request: { readonly body?: unknown }): RawBody | undefined {
  return (request.body ?? undefined) as RawBody | undefined;
}
