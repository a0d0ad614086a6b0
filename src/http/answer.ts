import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { catchError, map, throwError, type Observable } from 'rxjs';

import { Settings } from '../config/settings.ts';
import { linksUnderPublicPath, underPublicPath } from '../config/public-path.ts';
import { Problem } from '../problems/problem.ts';

/** What stands above a body. */
export interface AnswerHead {
  /** In place of the one that the route declares. */
  readonly status?: number | undefined;
  /** By lower-case name. One that is undefined is not sent. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** A route's answer with a head of its own. Routes return it, and `AnswerInterceptor` writes it. */
export class Answer<Body> {
  constructor(
    readonly body: Body,
    readonly head: AnswerHead = {},
  ) {}
}

/** JSON text that is sent byte for byte as it is, such as Ottu's own answer. */
export function jsonText(text: Buffer, { status, headers }: AnswerHead = {}): Answer<Buffer> {
  return new Answer(text, { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } });
}

/**
 * Writes the heads of answers, so that no route touches the reply, and links so that they can be followed from outside,
 * where `PUBLIC_URL` has a path.
 */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  readonly #publicPath: string;

  constructor(@Inject(Settings) { http }: Settings) {
    this.#publicPath = http.publicPath;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map((answer: unknown) => {
        if (!(answer instanceof Answer)) return this.#followable(answer);
        writeHead(context.switchToHttp().getResponse<FastifyReply>(), answer.head);
        return this.#followable(answer.body as unknown);
      }),
      catchError((thrown: unknown) => throwError(() => this.#followableProblem(thrown))),
    );
  }

  #followable(body: unknown): unknown {
    if (this.#publicPath === '' || !hasLinks(body)) return body;
    return { ...body, links: linksUnderPublicPath(this.#publicPath, body.links) };
  }

  #followableProblem(thrown: unknown): unknown {
    if (this.#publicPath === '' || !(thrown instanceof Problem) || thrown.options.payment === undefined) return thrown;
    const { payment } = thrown.options;
    const self = underPublicPath(this.#publicPath, payment.self);
    return new Problem(thrown.code, { ...thrown.options, payment: { ...payment, self } });
  }
}

function hasLinks(body: unknown): body is { readonly links: object } {
  return (
    typeof body === 'object' &&
    body !== null &&
    'links' in body &&
    typeof body.links === 'object' &&
    body.links !== null
  );
}

function writeHead(reply: FastifyReply, { status, headers = {} }: AnswerHead): void {
  if (status !== undefined) void reply.status(status);
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) void reply.header(name, value);
}
