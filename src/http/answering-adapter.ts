import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { RawServerDefault } from 'fastify';

import { Answer, followable } from './answer.ts';

type Options = ConstructorParameters<typeof FastifyAdapter<RawServerDefault>>[0];

/**
 * Writes the answers of routes with their heads. An interceptor could do it too, but for each request of a route that has one
 * Nest makes a dozen Observables and listens for the end of the connection: more than all else that it does.
 */
export class AnsweringAdapter extends FastifyAdapter {
  readonly #publicPath: string;

  /** @param publicPath see `publicPathOf`. */
  constructor(publicPath: string, options: Options) {
    super(options);
    this.#publicPath = publicPath;
  }

  override reply(...[reply, body, status]: Parameters<FastifyAdapter['reply']>): ReturnType<FastifyAdapter['reply']> {
    const answer: unknown = body;
    if (!(answer instanceof Answer)) return super.reply(reply, followable(this.#publicPath, answer), status);
    const { head } = answer;
    for (const [name, value] of Object.entries(head.headers ?? {})) {
      if (value !== undefined) this.setHeader(reply, name, value);
    }
    return super.reply(reply, followable(this.#publicPath, answer.body), head.status ?? status);
  }
}
