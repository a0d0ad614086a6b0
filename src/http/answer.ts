import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';

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

/** Writes the heads of answers, so that no route touches the reply. Routes that return a bare body pass through. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map((answer: unknown) => {
        if (!(answer instanceof Answer)) return answer;
        writeHead(context.switchToHttp().getResponse<FastifyReply>(), answer.head);
        return answer.body as unknown;
      }),
    );
  }
}

function writeHead(reply: FastifyReply, { status, headers = {} }: AnswerHead): void {
  if (status !== undefined) void reply.status(status);
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) void reply.header(name, value);
}
