import { randomUUID } from 'node:crypto';

import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';

import { callerOf, type Caller } from '../access/caller.ts';
import { addressOf } from '../http/network.ts';
import { toProblem } from '../problems/to-problem.ts';
import { auditRuleOf, type AuditRule } from './audit-actions.ts';
import { AuditLog } from './audit-log.ts';
import type { EndedUse } from './audit-rows.ts';
import { duringUse, type KeyUse } from './key-use.ts';

/** Around every route, outside of all that reads a request: no use of a service key passes by it. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(private readonly log: AuditLog) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const caller = callerOf(request);
    const rule = auditRuleOf(request.method, request.routeOptions.url);
    if (caller === undefined || rule === undefined) return next.handle();
    return from(this.#audited(useOf(request, caller, rule), rule, next, http.getResponse<FastifyReply>()));
  }

  async #audited(use: KeyUse, { begins }: AuditRule, next: CallHandler, reply: FastifyReply): Promise<unknown> {
    if (begins === 'first') await this.log.begin(use);
    const end = async (ended: Omit<EndedUse, 'use'>): Promise<void> => {
      const written = this.log.end({ use, ...ended });
      // A charge is answered without waiting for another statement.
      if (begins === 'first') await written;
    };
    let answer: unknown;
    try {
      answer = await duringUse(use, () => lastValueFrom(next.handle(), { defaultValue: undefined }));
    } catch (thrown) {
      const { status, code, options } = toProblem(thrown);
      use.noted.paymentId ??= options.payment?.id;
      await end({ outcome: status < 500 ? 'refused' : 'failed', status, code });
      throw thrown;
    }
    await end({ outcome: 'done', status: reply.statusCode, code: undefined });
    return answer;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function useOf(request: FastifyRequest, { keyId, name }: Caller, { action }: AuditRule): KeyUse {
  const { url: route = '' } = request.routeOptions;
  const { id } = (request.params ?? {}) as { readonly id?: unknown };
  const names = /^\/v1\/payment(?:s|-links)\/:id(?:\/|$)/.test(route) && typeof id === 'string' && UUID.test(id);
  return {
    id: randomUUID(),
    keyId,
    keyName: name,
    action,
    method: request.method,
    route,
    address: addressOf(request),
    paymentId: names ? id : undefined,
    stored: false,
    writtenBy: undefined,
    noted: { ids: {} },
  };
}
