import { FORBIDDEN, NOT_FOUND, detail, invalid, json } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { readBody } from '../http/body.ts';
import type { Call, Handler } from '../http/call.ts';
import { withCaller } from '../http/guard.ts';
import type { JsonObject } from '../json.ts';
import { bodyProblems } from '../rules/body-problems.ts';
import { choice, listOf, shape, text } from '../rules/fields.ts';
import { slug } from '../rules/formats.ts';
import { hasProblems } from '../rules/problems.ts';
import { cardAnswer } from './cards.ts';
import type { Card } from './cards.ts';

const OWNER = { type: choice(['sandbox', 'production']), customer_id: text({ max: 64, blank: false }) };
const listRule = shape(OWNER, { pg_codes: listOf(slug), agreement_id: text({ max: 128 }) });
const ownerRule = shape(OWNER);

/** Only the API key may see or delete cards (F1.3). */
const withApiKey = (call: Call, handler: () => Answer | Promise<Answer>): Answer | Promise<Answer> =>
  withCaller(call, (caller) => (caller.kind === 'api_key' ? handler() : FORBIDDEN));

/** POST /b/pbl/v2/card/: a customer's saved cards; an unknown customer has none (F6, F15.29). */
export const listCards: Handler = (call) =>
  withApiKey(call, async () => {
    const read = await readBody(call);
    if (!read.ok) return read.answer;
    const problems = bodyProblems(listRule, read.body);
    if (hasProblems(problems)) return invalid(problems);
    return json(
      200,
      chosen(ownCards(call, read.body), read.body).map((card) => cardAnswer(card, call.world.clock.now())),
    );
  });

function ownCards({ world }: Call, { type, customer_id: customerId }: JsonObject): readonly Card[] {
  return world.cards
    .ofCustomer(String(customerId))
    .filter((card) => card.sandbox === (type === 'sandbox') && (card.listedFrom ?? 0) <= world.clock.now());
}

/** With an agreement its latest card only. */
function chosen(cards: readonly Card[], { pg_codes: codes, agreement_id: agreement }: JsonObject): readonly Card[] {
  const wanted = Array.isArray(codes) && codes.length > 0 ? codes : undefined;
  const found = wanted === undefined ? cards : cards.filter(({ pg_code: code }) => wanted.includes(code));
  if (typeof agreement !== 'string' || agreement === '') return found;
  return found.filter(({ agreements }) => agreements.includes(agreement)).slice(-1);
}

/** DELETE /b/pbl/v2/card/{token}/?customer_id=…&type=…. A card that an agreement needs stays, but by switch (F15.28). */
export const deleteCard: Handler = (call) =>
  withApiKey(call, () => {
    const query = Object.fromEntries(call.query);
    const problems = bodyProblems(ownerRule, query);
    if (hasProblems(problems)) return invalid(problems);
    const card = ownCards(call, query).find(({ token }) => token === call.params['token']);
    if (card === undefined) return NOT_FOUND;
    if (call.world.switches.agreement_cards === 'locked' && card.agreements.length > 0) {
      return detail(400, 'The card is used by an agreement and can not be deleted.');
    }
    call.world.cards.remove(card.token);
    return { status: 204, body: undefined };
  });
