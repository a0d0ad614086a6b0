import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Database, type Tx } from '../../database/database.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { Money } from '../../money/money.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import { knownSecrets } from '../../ottu/known-secrets.ts';
import { isRecord, jsonObjectOf } from '../../ottu/reply-json.ts';
import type { CallGroup } from '../../ottu/transport/call-policy.ts';
import type { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { meaningOf } from '../../payments/answers/reply-meaning.ts';
import { isForeign } from '../../payments/facts/foreign.ts';
import { readFact } from '../../payments/facts/provider-fact.ts';
import { GatewayDirectory } from '../../payments/gateways/gateway-directory.ts';
import { wasNeverProcessed } from '../../payments/attempts/order-no-reuse.ts';
import { asOrderNo, asPaymentId, parseSessionId } from '../../payments/identifiers.ts';
import { insertPayment, requestAnew } from '../../payments/new-payment.ts';
import { newOrderNo, defaultWebhookUrl } from '../../payments/request/ottu-defaults.ts';
import type { NewPayment } from '../../payments/new-payment-columns.ts';
import { recordClaimAgain, recordPurchaseShown, removeUnsentPayment } from '../../payments/payment-repository.ts';
import { lockAttempts, lockPayment, writeTimeline } from '../../payments/payment-rows.ts';
import type { Interpret } from '../../payments/settlement/settlement-input.ts';
import { isPaymentState, type PaymentState } from '../../payments/states/payment-state.ts';
import {
  TransactionWrites,
  type OpenWrite,
  type WriteInput,
} from '../../payments/transaction-writes/transaction-writes.ts';
import { attachTransaction, recordShownVersion } from '../cart-transactions.ts';
import { amountOf, markUncertain, type LockedSyncState } from './load-sync-state.ts';
import { amountBody, changeBody, createBody, purchaseOf, REFRESH_BODY, shopperDetails } from './ottu-request.ts';
import { readRefusedWrite, refusalDetails, type RefusedWrite } from './refused-write.ts';

/** The right to make one call that writes a cart's transaction, and what is sent then. */
export interface CartWrite extends OpenWrite {
  readonly kind: 'create' | 'patch' | 'refresh';
  readonly cartId: string;
  /** Absent where the write creates it. */
  readonly sessionId: string | undefined;
  /** Ottu has refused to create it before (M41). */
  readonly again?: boolean;
  readonly body: string;
  readonly amount: Money;
  readonly version: number;
  /** What was bought in this version (M50). */
  readonly purchase: Readonly<Record<string, unknown>>;
  /** What the shopper has given: not to be repeated, should Ottu's words quote it. */
  readonly details: unknown;
  /** M56b: of a PATCH, where in the cart the details are that differ from those before. */
  readonly changed: readonly string[];
  /** M56b: the amount alone is sent, since Ottu refused it together with the details. */
  readonly amountOnly: boolean;
}

/** What a write came to. */
export type WriteResult =
  /** Ottu's answer shows what was asked for. */
  | { readonly kind: 'shown'; readonly document: JsonDocument; readonly state: PaymentState | undefined }
  | { readonly kind: 'refused'; readonly cause: OttuReply; readonly refusal: RefusedWrite | undefined }
  /** Ottu gave no answer that helps. */
  | { readonly kind: 'unreachable'; readonly cause: OttuReply | TransportFault };

/**
 * Writes a cart's transaction at Ottu: sends what a version of the cart needs, and settles what Ottu's answer shows.
 */
@Injectable()
export class CartTransactionWrites {
  constructor(
    private readonly database: Database,
    private readonly writes: TransactionWrites,
    private readonly checkout: CheckoutApi,
    private readonly gateways: GatewayDirectory,
    private readonly settings: Settings,
  ) {}

  /** M41: whether Ottu refused to create the transaction that the cart has, and has never spoken of it otherwise. */
  async mayCreateAgain(tx: Tx, { cart, payment }: LockedSyncState): Promise<boolean> {
    if (cart.unpayable !== undefined || payment === undefined || payment.state !== 'rejected') return false;
    return wasNeverProcessed(tx, payment, await lockAttempts(tx, payment.id));
  }

  /**
   * Makes the payment that follows the cart from now on (M1), or tries the one that it has again, where that could not be
   * created (M41). The cart is locked.
   */
  async beginCreate(tx: Tx, { row, payment: refused }: LockedSyncState): Promise<CartWrite> {
    const paymentId = asPaymentId(refused?.id ?? randomUUID());
    const orderNo = refused === undefined ? newOrderNo(this.settings.orderNoPrefix) : asOrderNo(refused.order_no);
    const { version } = row;
    const amount = amountOf(row);
    const purchase = purchaseOf(row);
    const pgCodes = this.#gatewaysFor(amount, row.agreement !== null);
    const webhookUrl = defaultWebhookUrl(this.settings);
    const payment: NewPayment = {
      origin: 'cart',
      orderNo,
      transactionType: 'e_commerce',
      paymentType: row.agreement === null ? 'one_off' : 'auto_debit',
      pgCodes,
      customerId: row.customer_sub ?? undefined,
      merchantReference: row.merchant_reference ?? undefined,
      amount,
      webhookUrl,
      foreignWebhook: false,
      agreement: row.agreement ?? undefined,
      paymentLink: false,
      snapshot: purchase,
      cart: { id: row.id, version },
    };
    if (refused === undefined) {
      await insertPayment(tx, paymentId, payment, { caller: row.id, mode: this.settings.ottu.mode, state: 'unknown' });
      await attachTransaction(tx, row.id, paymentId);
    } else {
      await requestAnew(tx, refused, payment);
      await recordClaimAgain(tx, paymentId, { state: 'unknown' });
    }
    const write = await this.writes.begin(tx, { paymentId, kind: 'create' });
    await writeTimeline(tx, paymentId, 'creating', {
      origin: 'cart',
      cart_version: version,
      amount: amount.toString(),
      currency_code: amount.currency,
    });
    const body = createBody(row, amount, { orderNo, pgCodes, webhookUrl, defaults: this.settings.ottu.defaults });
    const ofCart = { cartId: row.id, details: shopperDetails(row), changed: [], amountOnly: false };
    const again = refused !== undefined;
    return { ...write, ...ofCart, kind: 'create', sessionId: undefined, again, body, amount, version, purchase };
  }

  /** Asks for the cart's version and amount, or (`refresh`) for nothing but Ottu's answer. The cart is locked. */
  async beginChange(
    tx: Tx,
    { row, payment }: LockedSyncState,
    kind: 'patch' | 'refresh',
    amountOnly = false,
  ): Promise<CartWrite> {
    if (payment === undefined || payment.session_id === null) throw new Error('a transaction without a session');
    const paymentId = asPaymentId(payment.id);
    const { version } = row;
    const amount = amountOf(row);
    const purchase = purchaseOf(row);
    const asked = kind === 'patch' ? { amount, order: { version, purchase } } : undefined;
    const write = await this.writes.begin(tx, { paymentId, kind: 'update', amount: asked });
    const changed = changedDetails(row, payment.snapshot);
    const ofCart = { cartId: row.id, details: shopperDetails(row), changed, amountOnly };
    const change = { ...write, ...ofCart, kind, sessionId: payment.session_id, amount, version, purchase };
    if (kind === 'refresh') return { ...change, body: REFRESH_BODY };
    await writeTimeline(tx, paymentId, 'changing', {
      kind: 'update',
      cart_version: version,
      amount: amount.toString(),
      currency_code: amount.currency,
    });
    return { ...change, body: amountOnly ? amountBody(amount) : changeBody(row, amount, this.settings.ottu.defaults) };
  }

  /** Makes the call and settles what it came to. */
  async run(write: CartWrite, group: CallGroup, deadline: Deadline): Promise<WriteResult> {
    const { sessionId, body } = write;
    const call = (): Promise<OttuReply> =>
      sessionId === undefined
        ? this.checkout.create(body, deadline, { group })
        : this.checkout.update(sessionId, body, deadline, { group });
    return this.writes.send<WriteResult>(() => call, {
      answered: (reply) => this.#answered(write, reply),
      lost: async (cause) => {
        await this.#lost(write);
        return unreachable(cause);
      },
      notSent: async (cause) => {
        await this.#notSent(write);
        return unreachable(cause);
      },
    });
  }

  async #answered(write: CartWrite, reply: OttuReply): Promise<WriteResult> {
    const meaning = meaningOf(reply);
    if (meaning === 'refused') {
      const refusal = readRefusedWrite(reply, write.details, knownSecrets(this.settings.ottu));
      await this.#refused(write, reply.status, refusal);
      return { kind: 'refused', cause: reply, refusal };
    }
    const document = meaning === 'done' ? jsonObjectOf(reply) : undefined;
    if (document === undefined) await this.#lost(write);
    else if (await this.#shows(write, document)) return { kind: 'shown', document, state: stateOf(document) };
    return { kind: 'unreachable', cause: reply };
  }

  /** @returns whether Ottu's answer shows the amount that was asked for; else the write counts as lost (M52). */
  async #shows(write: CartWrite, document: JsonDocument): Promise<boolean> {
    const creates = write.kind === 'create';
    const reported = readFact(document, creates ? 'create' : 'retrieve');
    const shown = write.kind === 'refresh' || showsAmount(reported.amount, reported.currencyCode, write.amount);
    const sessionId = parseSessionId(reported.sessionId);
    if (!shown || (creates && sessionId === undefined)) {
      await this.#lost(write);
      return false;
    }
    const input = await this.#complete(
      write,
      (locked) => {
        const checked = locked.check(reported);
        const foreign = checked.mismatches.some((mismatch) => isForeign(mismatch, reported));
        const adopts = creates && locked.mayAdoptSession && !foreign;
        return {
          event: creates ? 'created' : 'changed',
          written: true,
          details: { cart_version: write.version },
          fact: { reported, checked },
          ...(adopts ? { adoptSession: sessionId } : {}),
          ending: { state: creates && !adopts ? 'lost' : 'done' },
        };
      },
      { event: creates ? 'answer_lost' : 'change_lost', ending: { state: 'lost' } },
      sessionId,
    );
    return input?.ending.state === 'done';
  }

  async #refused(write: CartWrite, status: number, refusal: RefusedWrite | undefined): Promise<void> {
    const creates = write.kind === 'create';
    await this.#settle(write, {
      event: creates ? 'ottu_refused' : 'change_refused',
      details: refusalDetails(refusal, status),
      ...(creates ? { creationState: 'rejected' } : {}),
      ending: { state: 'refused' },
    });
  }

  /** It is unknown what Ottu's transaction shows now. The session of a create was not handed out: it cannot be paid. */
  async #lost(write: CartWrite): Promise<void> {
    const creates = write.kind === 'create';
    await this.#settle(write, {
      event: creates ? 'answer_lost' : 'change_lost',
      ...(creates ? { creationState: 'not_processed' } : {}),
      ending: { state: 'lost' },
    });
  }

  /** M5: nothing reached Ottu. A payment that was to be created is deleted, unless Ottu has heard of it before. */
  async #notSent(write: CartWrite): Promise<void> {
    if (write.again === true) {
      return this.#settle(write, { event: 'not_sent', creationState: 'rejected', ending: { state: 'not_sent' } });
    }
    if (write.kind !== 'create') {
      return this.#settle(write, { event: 'change_not_sent', ending: { state: 'not_sent' } });
    }
    await this.database.inTransaction(async (tx) => {
      // The cart before its payment, as everywhere: the deletion reaches for the cart by itself (M53).
      await lockPayment(tx, write.paymentId);
      await removeUnsentPayment(tx, write.paymentId);
    });
  }

  async #settle(write: CartWrite, input: WriteInput): Promise<void> {
    await this.#complete(write, () => input, input);
  }

  async #complete(
    write: CartWrite,
    interpret: Interpret<WriteInput>,
    lost: WriteInput,
    namedSession = write.sessionId,
  ): Promise<WriteInput | undefined> {
    return this.writes.complete(write, {
      cartId: write.cartId,
      namedSession,
      interpret,
      lost,
      alongside: async (tx, { ending: { state } }) => {
        if (state === 'done' && write.kind !== 'refresh') await rememberShown(tx, write);
        if (state === 'lost' && write.kind === 'patch') await markUncertain(tx, write.paymentId);
      },
    });
  }

  /**
   * M97: which gateways take a currency should be known when a transaction is created, or Ottu is offered some that do not
   * and refuses. Right after the start that can be a moment too early.
   */
  async knowGateways(): Promise<void> {
    const [first] = this.settings.ottu.pgCodes;
    if (first !== undefined) await this.gateways.find('e_commerce', first);
  }

  /**
   * Of the gateways that shoppers are offered, those that take the currency as far as Ottu has said. A payment that begins an
   * agreement names one (F16.7): the first of which Ottu says that it takes agreements, else the first that may.
   */
  #gatewaysFor({ currency }: Money, agrees: boolean): readonly string[] {
    const able = this.settings.ottu.pgCodes
      .map((code) => ({ code, known: this.gateways.known('e_commerce', code) }))
      .filter(({ known }) => known?.currencies?.includes(currency) !== false);
    if (!agrees) return able.map(({ code }) => code);
    const agreeing = able.filter(({ known }) => known?.autoDebit !== false);
    const chosen = agreeing.find(({ known }) => known?.autoDebit === true) ?? agreeing[0];
    return chosen === undefined ? [] : [chosen.code];
  }
}

/** M56b: where in the cart the shopper's data is not as it was, or all of it where it was refused before already. */
function changedDetails(cart: CartRow, before: Readonly<Record<string, unknown>> | null): string[] {
  const details = Object.entries(shopperDetails(cart)).filter(([, value]) => value !== null);
  const changed = details.flatMap(([name, value]) => {
    const former = before?.[name] ?? null;
    if (isDeepStrictEqual(value, former)) return [];
    if (name !== 'customer') return [`/${name}`];
    const formerMembers = isRecord(former) ? former : {};
    return Object.entries(isRecord(value) ? value : {})
      .filter(([member, text]) => text !== null && !isDeepStrictEqual(text, formerMembers[member]))
      .map(([member]) => `/customer/${member}`);
  });
  return changed.length > 0 ? changed : details.map(([name]) => `/${name}`);
}

/** M50: the version that Ottu shows, and what its order is fulfilled by. The payment is locked. */
async function rememberShown(tx: Tx, { paymentId, version, purchase }: CartWrite): Promise<void> {
  await recordShownVersion(tx, paymentId, version);
  await recordPurchaseShown(tx, paymentId, { version, purchase });
}

/** @throws what is no fault of the transport: an error of this service is not an answer that Ottu did not give. */
function unreachable(cause: unknown): WriteResult {
  if (cause instanceof TransportFault) return { kind: 'unreachable', cause };
  throw cause;
}

function stateOf(document: JsonDocument): PaymentState | undefined {
  const state = document.source('/state')?.scalarText();
  return state !== undefined && isPaymentState(state) ? state : undefined;
}

function showsAmount(text: string | undefined, currency: string | undefined, asked: Money): boolean {
  if (text === undefined || (currency !== undefined && currency !== asked.currency)) return false;
  return sameAmount(text, asked);
}

/** Whether Ottu's text is this amount by value. */
export function sameAmount(text: string, amount: Money): boolean {
  try {
    return Money.fromProvider(text, amount.currency).equals(amount);
  } catch {
    return false;
  }
}
