import request, { type Response } from 'supertest';

import { authorization, type TestCaller } from '../support/service-keys.ts';

interface Service {
  readonly url: string;
}

type Members = Readonly<Record<string, unknown>>;

/** A payment as an operator reads it before he decides. */
export async function read({ url }: Service, id: string): Promise<Response> {
  return request(url).get(`/v1/payments/${id}`).set('authorization', authorization('operator'));
}

export async function tagOf(service: Service, id: string): Promise<string> {
  return String((await read(service, id)).headers['etag']);
}

/** @param call.ifMatch of the payment as it is now, unless it is given; none where it is null. */
export async function decide(
  service: Service,
  id: string,
  review: Members,
  call: { readonly ifMatch?: string | null; readonly caller?: TestCaller } = {},
): Promise<Response> {
  const ifMatch = call.ifMatch === undefined ? await tagOf(service, id) : call.ifMatch;
  const sent = request(service.url)
    .post(`/v1/payments/${id}/review`)
    .set('authorization', authorization(call.caller ?? 'operator'));
  if (ifMatch !== null) void sent.set('if-match', ifMatch);
  return sent.send({ reason: 'As the statement of the bank shows.', ...review });
}

export const ACCEPT = { decision: 'accept' } as const;
export const REJECT = { decision: 'reject' } as const;
