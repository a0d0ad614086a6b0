import type { ServerResponse } from 'node:http';
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isMoneyRequest } from './money-requests.ts';
import type { Problem } from './problem.ts';
import { problemResponse, type ProblemResponse } from './problem-response.ts';
import { toProblem } from './to-problem.ts';

/** The one exception filter: it answers every error with a problem document, and never with a stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger('Problem');

  /** @param follow a link of this service, as the outside can follow it. */
  constructor(private readonly follow: (link: string) => string) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const problem = toProblem(thrown);
    if (!hungUp(thrown, request)) this.#log(problem);
    const movesMoney = isMoneyRequest(request.raw ?? request);
    send(
      http.getResponse(),
      problemResponse(problem, { requestId: String(request.id), movesMoney, follow: this.follow }),
    );
  }

  #log(problem: Problem): void {
    // The logger adds the request id.
    const line = { code: problem.code, status: problem.status, note: problem.options.operatorNote };
    if (problem.code === 'internal_error') {
      this.#logger.error({ ...line, err: problem.cause ?? problem }, 'A fault in this service');
    } else if (problem.status >= 500 || problem.options.operatorNote !== undefined) {
      this.#logger.warn({ ...line, err: problem.cause }, 'A request ended in a problem');
    }
  }
}

/** What Node says of a stream that ended before it was whole. */
const BROKEN_OFF: ReadonlySet<unknown> = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR']);

/** The caller has closed the connection in the middle of the request: nobody waits for an answer, and nothing is at fault. */
function hungUp(thrown: unknown, request: Pick<FastifyRequest, 'raw'> | FastifyRequest['raw']): boolean {
  const raw = 'raw' in request ? request.raw : request;
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return BROKEN_OFF.has(code) && raw.destroyed && !raw.complete;
}

/** Middleware errors come with Node's own response; all others with Fastify's reply. */
function send(response: FastifyReply | ServerResponse, { status, headers, body }: ProblemResponse): void {
  if (!('raw' in response)) {
    if (response.headersSent) response.destroy();
    else response.writeHead(status, headers).end(body);
    return;
  }
  if (response.sent || response.raw.headersSent) {
    // An answer has begun (a stream that broke): cutting it off is the only way left to say that it is not whole.
    response.raw.destroy();
    return;
  }
  // As bytes: to text Fastify would add a charset, which application/problem+json does not have.
  void response.status(status).headers(headers).send(Buffer.from(body));
}
