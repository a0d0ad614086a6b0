import type { JsonObject } from '../json.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';
import { cardAnswer } from './cards.ts';

/** The card behind a token, as events show it; one that looks like it where the simulator never issued the token. */
export function savedCard(
  world: Pick<World, 'cards' | 'clock'>,
  token: string,
  transaction: Transaction,
  pgCode: string,
): JsonObject {
  const card = world.cards.find(token);
  if (card !== undefined) return cardAnswer(card, world.clock.now());
  return {
    token,
    customer_id: transaction.customerId,
    pg_code: pgCode,
    brand: 'VISA',
    number: '**** 1019',
    agreements: [],
  };
}
