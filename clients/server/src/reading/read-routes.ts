import createFetchClient, { type Client } from 'openapi-fetch';

import type { components, paths } from '../api-types.ts';
import { authorizationOf, type Transport } from '../transport.ts';
import type { AgreementQuery, PaymentQuery } from '../types.ts';
import { answered } from './problem-error.ts';

type Schemas = components['schemas'];

/** Every route for servers, typed, with the service key and the time limit. */
export type Api = Client<paths, 'application/json'>;

export function apiOf(transport: Transport, timeoutMs: number): Api {
  return createFetchClient<paths, 'application/json'>({
    baseUrl: transport.baseUrl,
    headers: { authorization: authorizationOf(transport) },
    fetch: async (request) => {
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
      return transport.fetch(request, { signal, redirect: 'manual' });
    },
  });
}

/** What moves no money. Each rejects with `ProblemError`, or with what `fetch` throws. */
export function routesOf(api: Api) {
  return {
    payments: {
      /** The payment as it is now, with what was bought. */
      get: async (id: string): Promise<Schemas['PaymentDetailsAnswer']> =>
        answered(await api.GET('/v1/payments/{id}', { params: { path: { id } } })),
      /** One page, newest first; `next_cursor` goes into `cursor` for the next. */
      list: async (query: PaymentQuery = {}): Promise<Schemas['PaymentListAnswer']> =>
        answered(await api.GET('/v1/payments', { params: { query } })),
      /** What was done to it, and what can be done now. */
      operations: async (id: string): Promise<Schemas['OperationListAnswer']> =>
        answered(await api.GET('/v1/payments/{id}/operations', { params: { path: { id } } })),
    },
    agreements: {
      list: async (query: AgreementQuery = {}): Promise<Schemas['AgreementListAnswer']> =>
        answered(await api.GET('/v1/agreements', { params: { query } })),
      get: async (id: string): Promise<Schemas['WholeAgreementAnswer']> =>
        answered(await api.GET('/v1/agreements/{id}', { params: { path: { id } } })),
      /** Ends it: nothing more is charged under it. */
      cancel: async (id: string): Promise<Schemas['AgreementAnswer']> =>
        answered(await api.POST('/v1/agreements/{id}/cancel', { params: { path: { id } } })),
    },
    cards: {
      list: async (customerId: string): Promise<Schemas['CustomerCardsAnswer']> =>
        answered(await api.GET('/v1/customers/{id}/cards', { params: { path: { id: customerId } } })),
      /** @param force also a card that agreements are paid with */
      remove: async (customerId: string, cardId: string, { force = false } = {}): Promise<void> => {
        const path = { id: customerId, card_id: cardId };
        const query = force ? ({ force: 'true' } as const) : {};
        answered(await api.DELETE('/v1/customers/{id}/cards/{card_id}', { params: { path, query } }));
      },
    },
    transactions: {
      get: async (sessionId: string): Promise<Schemas['TransactionAnswer']> =>
        answered(
          await api.GET('/v1/payment-transactions/{session_id}', { params: { path: { session_id: sessionId } } }),
        ),
    },
  };
}

export type ReadRoutes = ReturnType<typeof routesOf>;
