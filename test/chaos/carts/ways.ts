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

/** So long a shopper waits for a payment whose end is not known, at the most: longer than M35's short hold in the run's scale. */
const CHALLENGE_OVER_MS = 14_000;

/** The shopper looks elsewhere for so long before he goes on. */
const ELSEWHERE_MS = 3_000;

const CHANCE_OF_YES = 0.7;

export const WAYS: Readonly<Record<Way, (buying: Buying) => Promise<void>>> = {
  async wallet(buying) {
    const { front, random } = buying;
    if (front.shopped.shopper.checksOut) await front.checkout();
    const answer = await whileEditing(buying, () =>
      payByWallet(front, front.shopped.shopper.outcome, random).then((paid) => answerChallenge(buying, paid)),
    );
    const refused = answer?.body.code === 'payment_refused';
    // Half of them wait until the cart is theirs again (M35), and pay it.
    const patient = random.chance(0.5);
    const status = await follow(front, patient ? CHALLENGE_OVER_MS : undefined);
    const goesOn = status === 'declined' || status === 'try_another_method' || (patient && status === 'open');
    if (refused || goesOn) {
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
    front.knowSession(session);
    // M35, M56: he gives it up, or waits for its end.
    if (random.chance(0.7)) await letGo(front);
    const status = await follow(front, CHALLENGE_OVER_MS);
    if (status !== 'declined' && status !== 'open') return;
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

  async revises(buying) {
    const { front, payer, random, edit } = buying;
    const first = await checkedOut(buying);
    if (first === undefined) return;
    if (front.shopped.shopper.opensPage) await payer.open(first);
    await edit();
    if (random.chance(0.4)) await edit();
    // Most see the new amount at the checkout; some have kept the page of the first one.
    const next = random.chance(0.8) ? await checkedOut(buying) : first;
    await payOnPage(buying, next ?? first, 'success');
    if (random.chance(0.4)) await edit();
    await follow(front);
  },

  async returns(buying) {
    const { front, random, edit } = buying;
    const session = await checkedOut(buying);
    if (session === undefined) return;
    await payOnPage(buying, session, 'success');
    const meanwhile: readonly (() => Promise<unknown>)[] = [
      async () => front.status(),
      async () => front.look(),
      edit,
      async () => front.checkout(),
      async () => front.freeze(),
      async () => payByWallet(front, 'success', random),
      async () => undefined,
    ];
    for (let acts = random.below(4); acts > 0; acts -= 1) {
      await random.pick(meanwhile)();
      await sleep(random.below(600));
    }
    await follow(front, ELSEWHERE_MS * 2);
  },

  async strays(buying) {
    const { front, payer, random, edit } = buying;
    const left = await checkedOut(buying);
    if (left === undefined) return;
    if (front.shopped.shopper.freezes || random.chance(0.5)) await front.freeze();
    await payer.open(left);
    await sleep(random.below(ELSEWHERE_MS));
    await letGo(front);
    await edit();
    const next = await checkedOut(buying);
    const acts = [
      async (): Promise<void> => void (await payer.pay(left, 'success', random.chance(0.3))),
      async (): Promise<void> => void (next !== undefined && (await payOnPage(buying, next, 'success'))),
    ];
    const chosen = random.chance(0.3) ? acts : [random.pick(acts)];
    for (const act of random.chance(0.5) ? chosen : chosen.toReversed()) await act();
    await follow(front);
  },
};

/** Asks for the cart back, and asks again after the time that it is told, for as long as it is said that a payer is paying. */
async function letGo(front: FrontEnd): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) {
    const answer = await front.unfreeze();
    if (answer?.status !== 409 || answer.body.code !== 'payer_is_paying') return;
    // A second is the shortest that can be told, and two minutes by the run's clock.
    await sleep(Math.min(answer.retryMs ?? 1_000, ELSEWHERE_MS));
  }
}

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
