import { expect } from '@jest/globals';
import request, { type Response } from 'supertest';

import { authorization, type TestCaller } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';

export type Entry = Readonly<Record<string, unknown>> & { readonly id: string };

export async function readAudit(
  { url }: { readonly url: string },
  query: Readonly<Record<string, string>> = {},
  caller: TestCaller = 'auditor',
): Promise<Response> {
  return request(url).get('/v1/audit').query(query).set('authorization', authorization(caller));
}

/** The entries that fit, newest first, once what answered callers do not wait for has ended. */
export async function audited(service: TestService, query: Readonly<Record<string, string>> = {}): Promise<Entry[]> {
  await service.settled();
  const answer = await readAudit(service, query);
  expect(answer.status).toBe(200);
  return answer.body.entries as Entry[];
}
