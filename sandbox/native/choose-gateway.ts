import type { Gateway, WalletService } from '../gateways/gateways.ts';
import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { REQUIRED } from '../rules/problems.ts';
import type { Problems } from '../rules/problems.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { Chosen } from './start.ts';

/** The gateway that `pg_code` names, which a session with several needs (F4.3), if it has the service. */
export function chooseGateway(transaction: Transaction, body: JsonObject, service: WalletService): Chosen | Problems {
  const code = textOf(body, 'pg_code');
  const [first, ...others] = transaction.gateways;
  if (code === undefined && others.length > 0) return { pg_code: [REQUIRED] };
  const gateway: Gateway | undefined =
    code === undefined ? first : transaction.gateways.find((each) => each.code === code);
  if (gateway === undefined) return { pg_code: [`Payment gateway ${code ?? ''} is not one of this transaction.`] };
  return gateway.services.includes(service)
    ? { gateway }
    : { pg_code: [`Payment gateway ${gateway.code} does not support ${service}.`] };
}
