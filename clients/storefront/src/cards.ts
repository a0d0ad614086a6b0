import { answered } from './api.ts';
import { untilAnswered, type Context } from './context.ts';
import { isProblem } from './problem.ts';
import { randomKey } from './random-key.ts';
import type { CardSetup, CardSetupPage, SavedCard } from './types.ts';

/** The signed-in shopper's saved cards. */
export class Cards {
  readonly #context: Context;

  /** @internal */
  constructor(context: Context) {
    this.#context = context;
  }

  /**
   * The preferred one first. One that is not `payable` can be used on Ottu's page only.
   *
   * @throws {Problem | Unreachable} `customer_jwt_missing` where nobody is signed in
   */
  async list(): Promise<readonly SavedCard[]> {
    const { api, shopper, timing } = this.#context;
    const { body } = await untilAnswered(() => answered(api.GET('/v1/cards', { headers: shopper.headers })), timing);
    return body.cards;
  }

  /**
   * Has Ottu forget a card.
   *
   * @returns `in_use` where subscriptions or installments are paid with it: then it stays
   * @throws {Problem | Unreachable}
   */
  async remove(id: string): Promise<'gone' | 'in_use'> {
    const { api, shopper, timing } = this.#context;
    const params = { path: { id } };
    try {
      await untilAnswered(() => answered(api.DELETE('/v1/cards/{id}', { params, headers: shopper.headers })), timing);
      return 'gone';
    } catch (error) {
      if (isProblem(error, 'card_in_use')) return 'in_use';
      // After a lost answer that is what success looks like.
      if (isProblem(error, 'card_not_found')) return 'gone';
      throw error;
    }
  }

  /**
   * A page of Ottu's on which the shopper saves a card without paying: send him to `checkout_url`.
   *
   * @throws {Problem | Unreachable}
   */
  async setup(options: CardSetup): Promise<CardSetupPage> {
    const { api, shopper, timing } = this.#context;
    const params = { header: { 'Idempotency-Key': randomKey() } };
    const { body } = await untilAnswered(
      () => answered(api.POST('/v1/cards/setup', { params, headers: shopper.headers, body: options })),
      timing,
    );
    return body;
  }
}
