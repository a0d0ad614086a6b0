import type { Mismatch } from './check-fact.ts';
import type { ProviderFact } from './provider-fact.ts';

/** M45: differences that say that the session is not this payment's. An answer to our own call may leave the order number out. */
export function isForeign(mismatch: Mismatch, reported: ProviderFact | undefined): boolean {
  switch (mismatch) {
    case 'order_no_differs':
      return reported?.orderNo !== undefined;
    case 'session_id_differs':
    case 'session_held_by_another_payment':
    case 'gateway_differs':
    case 'customer_differs':
    case 'payment_type_differs':
    case 'older_than_claim':
      return true;
    case 'amount_differs':
    case 'amount_missing':
    case 'amount_superseded':
    case 'settled_amount_awaited':
    case 'card_list_awaited':
    case 'currency_differs':
    case 'settled_amount_differs':
    case 'wrong_mode':
    case 'duplicate_payment':
    case 'result_contradicts_state':
      return false;
  }
}
