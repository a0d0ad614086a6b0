import type { World } from '../world.ts';
import { isFollowed } from './at-rest.ts';
import { dinars, saying } from './cart-books.ts';
import type { CartRecord, CartRows, TransactionRecord } from './cart-rows.ts';

/** By Ottu's own word no payer pays them, or one is at it. */
const NEVER_CHANGED: ReadonlySet<string> = new Set(['pending', 'expired', 'failed', 'canceled', 'invalided']);
const UNTRIED: ReadonlySet<string> = new Set(['created', 'pending', 'expired']);

interface Session {
  readonly state: string;
  readonly amount: string;
}

/**
 * M52: when all is quiet, the session of an open cart shows what the cart costs. M35: what is followed still is so
 * because Ottu itself does not know of it.
 */
export async function wrongSessions(world: World, { carts, transactions }: CartRows): Promise<string[]> {
  const byId = new Map(transactions.map((each) => [each.payment_id, each]));
  const looks = carts.map(async (cart) => {
    const current = byId.get(cart.payment_id ?? '');
    if (cart.state !== 'open' || cart.total_minor === '0') return undefined;
    return current === undefined || current.session_id === null ? undefined : behind(world, cart, current);
  });
  const waits = transactions.filter(isFollowed).map(async (each) => knownToOttu(world, each));
  return (await Promise.all([...looks, ...waits])).filter((fault) => fault !== undefined);
}

async function behind(world: World, cart: CartRecord, current: TransactionRecord): Promise<string | undefined> {
  const { state, amount } = await sessionOf(world, current);
  if (NEVER_CHANGED.has(state) || current.doubted || amount === dinars(cart.total_minor)) return undefined;
  return (
    `wrong: cart ${cart.id} costs ${dinars(cart.total_minor)} in version ${cart.version}, and Ottu's session shows ` +
    `${amount} (${state}); version ${current.shown_version ?? ''} was shown last; ${saying(current)}`
  );
}

async function knownToOttu(world: World, transaction: TransactionRecord): Promise<string | undefined> {
  const { state } = await sessionOf(world, transaction);
  return UNTRIED.has(state) ? undefined : `unresolved: Ottu's session is ${state}, and ${saying(transaction)}`;
}

/** Ottu's own answer; faults are over by now. */
async function sessionOf({ simulator }: World, { session_id: session }: TransactionRecord): Promise<Session> {
  const answer = await fetch(`${simulator.url}/b/checkout/v1/pymt-txn/${session ?? ''}/`, {
    headers: { authorization: `Api-Key ${simulator.apiKey}` },
  });
  if (answer.status !== 200) throw new Error(`the simulator does not show a session: ${answer.status}`);
  return (await answer.json()) as Session;
}
