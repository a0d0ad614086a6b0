import { randomUUID } from 'node:crypto';

import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { INTERCEPTORS_METADATA } from '@nestjs/common/constants.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';

import { callerOf, type Caller } from '../access/caller.ts';
import type { DeclaredRoute } from '../access/route-table.ts';
import { Answer } from '../http/answer.ts';
import { addressOf } from '../http/network.ts';
import { toProblem } from '../problems/to-problem.ts';
import { auditRuleOf, type AuditRule } from './audit-actions.ts';
import type { AuditLog } from './audit-log.ts';
import type { EndedUse } from './audit-rows.ts';
import { duringUse, type KeyUse } from './key-use.ts';

/** By the server whose routes write to it: the methods of controllers are there once for all servers of a process. */
const logs = new WeakMap<object, AuditLog>();

/**
 * Puts the audit around every route with a rule, outside of all that reads a request, and around no other: a request of a
 * route that has an interceptor costs Nest a dozen Observables. To be called before the routes are registered.
 */
export function auditRoutes(server: object, routes: readonly DeclaredRoute[], log: AuditLog): void {
  logs.set(server, log);
  for (const { method, path, declaredBy } of routes) {
    if (auditRuleOf(method, path) !== undefined) Reflect.defineMetadata(INTERCEPTORS_METADATA, [AUDIT], declaredBy);
  }
}

class AuditInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const caller = callerOf(request);
    const rule = auditRuleOf(request.method, request.routeOptions.url);
    if (caller === undefined || rule === undefined) return next.handle();
    return from(this.#audited(useOf(request, caller, rule), rule, next, http.getResponse<FastifyReply>()));
  }

  async #audited(use: KeyUse, { begins }: AuditRule, next: CallHandler, reply: FastifyReply): Promise<unknown> {
    const log = logs.get(reply.server);
    if (log === undefined) throw new Error('a server serves audited routes that are not its own');
    if (begins === 'first') await log.begin(use);
    const end = async (ended: Omit<EndedUse, 'use'>): Promise<void> => {
      const written = log.end({ use, ...ended });
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
    const status = answer instanceof Answer ? (answer.head.status ?? reply.statusCode) : reply.statusCode;
    await end({ outcome: 'done', status, code: undefined });
    return answer;
  }
}

const AUDIT = new AuditInterceptor();

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
