import { randomUUID } from 'node:crypto';

import request from 'supertest';

import { createServiceKey } from '../../../src/access/service-key.ts';
import { SCOPES } from '../../../src/config/service-keys.ts';
import { agreed, firstPayment } from '../../auto-debits/support.ts';
import { customerCardsOf, saved } from '../../cards/support.ts';
import { abandonCart, getCart, newCart, type TestCart } from '../../carts/support.ts';
import { checkout, freeze, ONE_TEA, pay, startCheckoutService, tagOf } from '../../checkout/support.ts';
import { Receiver, SECRET } from '../../merchant-events/receiver.ts';
import { authorized, operate, paid } from '../../operations/support.ts';
import { createLink } from '../../payment-links/support.ts';
import { IdentityProvider } from '../../support/identity-provider.ts';
import { answerLost, OPERATION } from '../../support/ottu.ts';
import { serviceKeysSetting } from '../../support/service-keys.ts';
import type { TestService } from '../../support/service.ts';
import { createTransaction } from '../../support/transactions.ts';
import { deliver, lostCharge, paymentEvent, pendingCharge, signed } from '../../webhooks/support.ts';

export const CUSTOMER = 'cust-77';

/** Something that there is, by the name that an address has for it. */
export interface Known {
  readonly id: string;
  /** What has to stand before it in an address that has two. */
  readonly under?: string;
  /** Of carts. */
  readonly token?: string;
  /** Of what is changed with `If-Match`. */
  readonly tag?: string;
}

const ALL = createServiceKey({ name: 'fuzz', scopes: SCOPES });
const NONE = createServiceKey({ name: 'nobody', scopes: [] });

/** A shop in which much has happened, through HTTP: something of everything that an address can name. */
export class Shop {
  /** By the part of an address that stands before the id: `payments` of `/v1/payments/{id}`. */
  readonly #known = new Map<string, readonly Known[]>();

  private constructor(
    readonly service: TestService,
    private readonly identity: IdentityProvider,
    private readonly receiver: Receiver,
    /** The header of a customer who signed in. */
    readonly customer: string,
  ) {}

  static async open(): Promise<Shop> {
    const identity = await IdentityProvider.start();
    const receiver = new Receiver();
    await receiver.open();
    const service = await startCheckoutService({
      ...identity.variables,
      MERCHANT_EVENTS_URL: receiver.url,
      MERCHANT_EVENTS_SECRET: SECRET,
      SERVICE_KEYS: JSON.stringify([...(JSON.parse(serviceKeysSetting()) as unknown[]), ALL.entry, NONE.entry]),
      RATE_LIMIT_PER_MINUTE: '1000000',
      CARTS_PER_HOUR: '1000000',
      // Each request is from another network, so that none meets a limit instead of what it is about.
      TRUST_PROXY: 'loopback',
      REFUND_APPROVAL_ABOVE: 'KWD=0.500',
    });
    const shop = new Shop(
      service,
      identity,
      receiver,
      await identity.bearer(CUSTOMER, { exp: Math.floor(Date.now() / 1000) + 86_400 }),
    );
    await shop.#fill();
    return shop;
  }

  /** The header of a service key that may do everything. */
  get serviceKey(): string {
    return `Api-Key ${ALL.key}`;
  }

  readonly keyWithoutScopes = `Api-Key ${NONE.key}`;

  async close(): Promise<void> {
    await this.service.close();
    await this.identity.close();
    await this.receiver.close();
  }

  known(kind: string): readonly Known[] {
    return this.#known.get(kind) ?? [];
  }

  async #fill(): Promise<void> {
    const { service } = this;
    const payments = await this.#payments();
    const agreements = [await agreed(service), await agreed(service, { customer: 'cust-2' })];
    await firstPayment(service);
    for (const _card of [1, 2, 3]) saved(service, CUSTOMER);
    await service.runDue();
    this.#known.set('payments', payments);
    this.#known.set('agreements', await this.#listed('/v1/agreements', 'agreements'));
    this.#known.set('customers', [{ id: CUSTOMER }, { id: 'cust-2' }]);
    this.#known.set('items', [{ id: 'KARAK-TEA' }, { id: 'DATES-KHALAS' }]);
    this.#known.set('webhook-inbox', await this.#listed('/v1/webhook-inbox', 'events'));
    this.#known.set('merchant-events', await this.#listed('/v1/merchant-events', 'events'));
    this.#known.set(
      'agreement_id',
      agreements.map(({ agreement_id: id }) => ({ id })),
    );
    this.#known.set('customer_id', [{ id: CUSTOMER }, { id: 'cust-2' }]);
    await this.refill();
  }

  /** Payments in each state that a caller can bring about, and their operations. */
  async #payments(): Promise<Known[]> {
    const { service } = this;
    const bought = [
      await paid(service, { customer: { id: CUSTOMER, email: 'noura@example.com' } }),
      await authorized(service),
      await pendingCharge(service, 'FUZZ-PENDING'),
      { id: await lostCharge(service, 'FUZZ-LOST') },
    ];
    await deliver(service, signed(paymentEvent('FUZZ-PENDING', { amount: '0.500', settled_amount: '0.500' })));
    await deliver(service, signed(paymentEvent('FUZZ-NOBODY')));
    return bought.map(({ id }) => ({ id }));
  }

  /**
   * Anew, what requests use up.
   *
   * @param kinds of which, by the parts of an address; of everything unless told.
   */
  async refill(kinds?: readonly string[]): Promise<void> {
    const works: readonly (readonly [kind: string, work: () => Promise<void>])[] = [
      ['carts', async () => this.#carts()],
      ['payment-links', async () => this.#links()],
      ['payment-transactions', async () => this.#transactions()],
      ['cards', async () => this.#cards()],
      ['operations', async () => this.#operations()],
      ['payments', async () => this.#tags()],
    ];
    for (const [kind, work] of works) if (kinds === undefined || kinds.includes(kind)) await work();
  }

  async #carts(): Promise<void> {
    const { url } = this.service;
    const of = async (body: object = ONE_TEA): Promise<TestCart> =>
      newCart(url, { ...body }, { 'x-forwarded-for': `10.${this.#network()}` });
    const [open, empty, frozen, checkedOut, paidFor, gone] = [
      await of(),
      await of({}),
      await of(),
      await of(),
      await of(),
      await of(),
    ];
    await freeze(url, frozen, { 'if-match': await tagOf(url, frozen) });
    await checkout(url, checkedOut);
    await pay(url, paidFor);
    await abandonCart(url, gone);
    const carts = [open, checkedOut, empty, frozen, paidFor, gone];
    const shown = await Promise.all(carts.map((cart) => getCart(url, cart)));
    this.#known.set(
      'carts',
      carts.map(({ id, token }, index) => ({ id, token, tag: String(shown[index]?.headers['etag'] ?? '"v1"') })),
    );
  }

  #refills = 0;
  #network(): string {
    this.#refills += 1;
    return `${Math.floor(this.#refills / 250) % 250}.${this.#refills % 250}.1`;
  }

  async #links(): Promise<void> {
    const { url } = this.service;
    const links = [await createLink(url), await createLink(url)];
    this.#known.set(
      'payment-links',
      links.map(({ body }) => ({ id: String(body.payment_link.id) })),
    );
  }

  async #transactions(): Promise<void> {
    const { url } = this.service;
    const sessions = [await createTransaction(url), await createTransaction(url)];
    const transactions = sessions.map(({ body }) => ({ id: String(body.session_id) }));
    this.#known.set('payment-transactions', transactions);
    this.#known.set('session_id', transactions);
  }

  async #cards(): Promise<void> {
    const cards = await customerCardsOf(this.service.url, CUSTOMER);
    const known = cards.map(({ id }) => ({ id, under: CUSTOMER }));
    this.#known.set('cards', known);
    this.#known.set('card_id', known);
  }

  /** One that is done, one that waits for approval, and one of which nobody knows. */
  async #operations(): Promise<void> {
    const { service } = this;
    const { id } = await paid(service);
    const done = await operate(service, id, { operation: 'refund', amount: '0.100' });
    const waiting = await operate(service, id, { operation: 'refund', amount: '0.501' });
    const other = await paid(service);
    service.simulator.setFaults([answerLost(OPERATION)]);
    const lost = await operate(service, other.id, { operation: 'refund', amount: '0.100' });
    service.simulator.clearFaults();
    this.#known.set(
      'operations',
      [done, waiting, lost].map(({ body }) => ({
        id: String(body.operation.id),
        under: String(body.payment.id),
      })),
    );
  }

  /** Payments by their tags of now. */
  async #tags(): Promise<void> {
    const tagged = this.known('payments').map(async (known) => {
      const { headers } = await this.#read(`/v1/payments/${known.id}`);
      return { ...known, tag: String(headers['etag']) };
    });
    this.#known.set('payments', await Promise.all(tagged));
  }

  async #listed(path: string, member: string): Promise<Known[]> {
    const { body } = await this.#read(path);
    return (body[member] as Known[]).map(({ id }) => ({ id }));
  }

  #read(path: string) {
    return request(this.service.url).get(path).set('authorization', this.serviceKey).set('x-request-id', randomUUID());
  }
}
