import { setTimeout as sleep } from 'node:timers/promises';

import type { Random } from '../random.ts';
import type { Answer, FrontEnd } from './front-end.ts';
import type { Payer } from './payer.ts';
import { follow, payByWallet } from './pay-by-wallet.ts';
import type { Way } from './plan-shoppers.ts';

/** A shopper with a filled cart, and everything that he acts by. */
export interface Buying {
  readonly front: FrontEnd;
  readonly payer: Payer;
  readonly random: Random;
  /** Changes the cart now, in one way or another. */
  readonly edit: () => Promise<void>;
}

/** Longer than the gateway's inquiry time and what comes after it (M56), in the run's scale. */
const CHALLENGE_OVER_MS = 14_000;

const CHANCE_OF_YES = 0.7;

export const WAYS: Readonly<Record<Way, (buying: Buying) => Promise<void>>> = {
  async wallet(buying) {
    const { front, random } = buying;
    if (front.shopped.shopper.checksOut) await front.checkout();
    const answer = await whileEditing(buying, () =>
      payByWallet(front, front.shopped.shopper.outcome, random).then((paid) => answerChallenge(buying, paid)),
    );
    const refused = answer?.body.code === 'payment_refused';
    const status = await follow(front);
    if (refused || status === 'declined' || status === 'try_another_method') {
      await front.look();
      await payByWallet(front, 'success', random);
    }
  },

  async hosted(buying) {
    const { front, random } = buying;
    const { freezes, opensPage, outcome } = front.shopped.shopper;
    const session = await checkedOut(buying);
    if (session === undefined) return;
    if (opensPage) await buying.payer.open(session);
    if (freezes) await front.freeze();
    await whileEditing(buying, () => payOnPage(buying, session, outcome));
    const status = await follow(front);
    if (status !== 'declined') return;
    if (freezes && random.chance(0.5)) await front.unfreeze();
    const next = await checkedOut(buying);
    if (next !== undefined) await payOnPage(buying, next, 'success');
  },

  async both(buying) {
    const { front, payer, random } = buying;
    const session = await checkedOut(buying);
    if (session === undefined) return;
    await Promise.all([
      sleep(random.below(150)).then(() => payer.pay(session, 'success')),
      payByWallet(front, 'success', random),
    ]);
  },

  async late(buying) {
    const { front, payer, random } = buying;
    const asked = await payByWallet(front, 'three_ds_redirect', random);
    const session = challengedSession(asked);
    if (session === undefined) return;
    const status = await follow(front, CHALLENGE_OVER_MS);
    if (status !== 'declined') return;
    const others = [
      async (): Promise<void> => {
        await front.look();
        await payByWallet(front, 'success', random);
      },
      async (): Promise<void> => void (await payer.pay(session, 'success', true)),
    ];
    for (const act of random.chance(0.7) ? others : others.toReversed()) await act();
  },

  async abandons(buying) {
    const { front, payer, random } = buying;
    const session = await checkedOut(buying);
    if (session === undefined) return;
    await Promise.all([front.abandon(), sleep(random.below(120)).then(() => payer.pay(session, 'success'))]);
  },

  async leaves({ front, edit }) {
    await front.checkout();
    await edit();
    await edit();
  },
};

async function checkedOut({ front }: Buying): Promise<string | undefined> {
  return (await front.checkout())?.body.checkout?.session_id;
}

/** Where the session has been closed meanwhile, the payer is sent to the next one, once. */
async function payOnPage(buying: Buying, session: string, outcome: string): Promise<void> {
  const { payer, random } = buying;
  await sleep(random.below(100));
  if (await payer.pay(session, outcome)) return;
  const next = await checkedOut(buying);
  if (next !== undefined && next !== session) await payer.pay(next, outcome);
}

async function whileEditing<T>({ front, random, edit }: Buying, pays: () => Promise<T>): Promise<T> {
  const { changes, opensPage } = front.shopped.shopper;
  const edits = async (): Promise<void> => {
    if (!changes) return;
    await sleep(random.below(60));
    await edit();
    // Comes back from the page and checks out again: what was pending is closed, and another session takes its place (M51).
    if (opensPage) await front.checkout();
  };
  const [paid] = await Promise.all([pays(), edits()]);
  return paid;
}

/** The shopper's bank is answered at once, for good or for bad. */
async function answerChallenge({ payer, random }: Buying, answer: Answer | undefined): Promise<Answer | undefined> {
  const session = challengedSession(answer);
  if (session !== undefined) await payer.pay(session, random.chance(CHANCE_OF_YES) ? 'success' : 'declined');
  return answer;
}

function challengedSession(answer: Answer | undefined): string | undefined {
  const { payment } = answer?.body ?? {};
  if (payment?.status !== 'action_required') return undefined;
  return /\/3ds\/([^/]+)\//.exec(payment.action_required?.url ?? '')?.[1];
}
