import { authorizationOf, received, type Transport } from '../transport.ts';
import type { PaymentAnswer } from '../types.ts';
import { readCharge } from './read-answers.ts';
import { isObject, readReceived, type Reading } from './reading.ts';

/**
 * The payment of an order number, as it is now. It charges nothing. An order number that the service does not know is no proof:
 * a request that was sent may be on its way.
 */
export async function findByOrderNumber(
  transport: Transport,
  orderNo: string,
  signal: AbortSignal,
): Promise<Reading<PaymentAnswer>> {
  const get = async (path: string) =>
    received(
      await transport.fetch(`${transport.baseUrl}${path}`, {
        headers: { authorization: authorizationOf(transport) },
        redirect: 'manual',
        signal,
      }),
    );
  try {
    const found = readReceived(await get(`/v1/payments?order_no=${encodeURIComponent(orderNo)}`), (json) => {
      const id = idOf(json);
      return id === undefined ? undefined : { kind: 'final', answer: id };
    });
    if (found.kind === 'problem' || found.kind === 'lost') return found;
    return readReceived(await get(`/v1/payments/${encodeURIComponent(found.answer)}`), readCharge<PaymentAnswer>);
  } catch {
    return { kind: 'lost', sent: true };
  }
}

function idOf(json: unknown): string | undefined {
  const payments: unknown = isObject(json) ? json['payments'] : undefined;
  const first: unknown = Array.isArray(payments) ? payments[0] : undefined;
  return isObject(first) && typeof first['id'] === 'string' ? first['id'] : undefined;
}
