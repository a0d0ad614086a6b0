import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';

import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { Money } from '../../money/money.ts';
import { CheckoutApi } from '../../ottu/checkout-api.ts';
import { OperationsApi } from '../../ottu/operations-api.ts';
import { jsonObjectOf } from '../../ottu/reply-json.ts';
import type { CallGroup } from '../../ottu/transport/call-policy.ts';
import type { Deadline } from '../../ottu/transport/deadline.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { meaningOf } from '../../payments/answers/reply-meaning.ts';
import { RetrieveNow } from '../../payments/charging/retrieve-now.ts';
import { asPaymentId, type PaymentId } from '../../payments/identifiers.ts';
import { isPaymentState } from '../../payments/states/payment-state.ts';
import { detachTransaction } from '../cart-rows.ts';
import { BeginWrite, type CartWrite } from './begin-write.ts';
import { EndCartWrite } from './end-cart-write.ts';
import { isOver, planStep, type Purpose, type RunSoFar, type Step } from './plan-step.ts';
import { amountOf, beginDoubt, readStanding, type LockedStanding } from './read-standing.ts';

/** What a run came to. */
export type Brought =
  | {
      readonly kind: 'in_step';
      readonly paymentId: PaymentId;
      readonly sessionId: string;
      readonly version: number;
      /** Ottu's answer to the last write of this run; absent where none was needed. */
      readonly document: JsonDocument | undefined;
    }
  | { readonly kind: 'stopped'; readonly because: Extract<Step, { do: 'stop' }>['because'] }
  | { readonly kind: 'wait'; readonly until: Date; readonly reason: 'write_open' | 'doubt' }
  /** Ottu gave no answer that helps. */
  | { readonly kind: 'unreachable'; readonly cause: OttuReply | TransportFault | undefined };

/** One step of a run as it was decided under the locks, with what it needs afterwards. */
type Decided =
  | { readonly do: 'write'; readonly write: CartWrite }
  | {
      readonly do: 'retrieve' | 'expire';
      readonly paymentId: PaymentId;
      readonly sessionId: string;
      readonly amount: Money;
    }
  | { readonly do: 'again' }
  | { readonly do: 'end'; readonly brought: Brought };

interface Run extends RunSoFar {
  readonly document: JsonDocument | undefined;
}

/** More than any sound run takes: retrieve, expire, retrieve, replace, create, and a doubt in between. */
const MOST_STEPS = 12;

/** Brings a cart's Ottu transaction to the cart's version and amount, one step at a time (M51 to M53). It never charges. */
@Injectable()
export class BringInStep {
  readonly #logger = new Logger('CartSync');

  constructor(
    private readonly database: Database,
    private readonly begin: BeginWrite,
    private readonly end: EndCartWrite,
    private readonly checkout: CheckoutApi,
    private readonly operations: OperationsApi,
    private readonly retrieveNow: RetrieveNow,
    private readonly settings: Settings,
  ) {}

  async bring(cartId: string, purpose: Purpose, deadline: Deadline): Promise<Brought> {
    let run: Run = { seen: undefined, writes: 0, refused: false, expireAsked: false, document: undefined };
    for (let steps = 0; steps < MOST_STEPS && deadline.remainingMs() > 0; steps += 1) {
      const decided = await this.#decide(cartId, run, purpose);
      switch (decided.do) {
        case 'end':
          return decided.brought;
        case 'again':
          run = { ...run, seen: undefined, refused: false, expireAsked: false };
          break;
        case 'write': {
          const next = await this.#write(decided.write, run, { purpose, deadline });
          if ('kind' in next) return next;
          run = next;
          break;
        }
        case 'retrieve':
        case 'expire': {
          const next = await this.#ask(decided, run, { purpose, deadline });
          if ('kind' in next) return next;
          run = next;
        }
      }
    }
    return { kind: 'unreachable', cause: undefined };
  }

  async #decide(cartId: string, run: Run, purpose: Purpose): Promise<Decided> {
    return this.database.inTransaction(async (tx): Promise<Decided> => {
      const standing = await readStanding(tx, cartId);
      if (standing === undefined) return { do: 'end', brought: { kind: 'stopped', because: 'closed' } };
      const step = planStep(standing, run, purpose, this.settings.waits.cartDoubt);
      return this.#prepare(tx, standing, step, run);
    });
  }

  async #prepare(tx: Tx, standing: LockedStanding, step: Step, run: Run): Promise<Decided> {
    const { row, payment, transaction } = standing;
    switch (step.do) {
      case 'create':
        return { do: 'write', write: await this.begin.create(tx, standing) };
      case 'patch':
      case 'refresh':
        return { do: 'write', write: await this.begin.change(tx, standing, step.do) };
      case 'replace':
        await this.#replace(tx, standing, run);
        return { do: 'again' };
      case 'wait':
        return {
          do: 'end',
          brought: {
            kind: 'wait',
            until: step.until,
            reason: transaction?.writeOpen === true ? 'write_open' : 'doubt',
          },
        };
      case 'stop':
        if (step.because !== 'in_step') return { do: 'end', brought: { kind: 'stopped', because: step.because } };
        break;
      case 'retrieve':
      case 'expire':
        break;
    }
    const sessionId = payment?.session_id;
    if (payment === undefined || sessionId === null || sessionId === undefined) {
      throw new Error('no session to ask about');
    }
    const paymentId = asPaymentId(payment.id);
    if (step.do === 'stop') {
      const { version } = row;
      return { do: 'end', brought: { kind: 'in_step', paymentId, sessionId, version, document: run.document } };
    }
    return { do: step.do, paymentId, sessionId, amount: amountOf(row) };
  }

  /** M53: Ottu's own word ended it, or nobody outside knows it. */
  async #replace(tx: Tx, { row, payment }: LockedStanding, { seen }: Run): Promise<void> {
    await detachTransaction(tx, row);
    const over = seen !== undefined && isOver(seen);
    if (payment === undefined || (!over && payment.session_id !== null)) return;
    await tx
      .updateTable('cart_transactions')
      .set({ closed_at: sql<Date>`now()` })
      .where('payment_id', '=', payment.id)
      .execute();
  }

  async #write(
    write: CartWrite,
    run: Run,
    { purpose, deadline }: { readonly purpose: Purpose; readonly deadline: Deadline },
  ): Promise<Run | Brought> {
    const reply = await this.#send(write, groupOf(purpose), deadline);
    if (reply instanceof TransportFault) {
      await (reply.sent ? this.end.lost(write) : this.end.notSent(write));
      return { kind: 'unreachable', cause: reply };
    }
    try {
      return await this.#learn(write, run, reply);
    } catch (error) {
      // Ottu was called: what cannot be worked with is lost, and not open until its lease ends.
      await this.end.lost(write);
      throw error;
    }
  }

  async #learn(write: CartWrite, run: Run, reply: OttuReply): Promise<Run | Brought> {
    const meaning = meaningOf(reply);
    if (meaning === 'refused') {
      await this.end.refused(write, reply.status);
      // M53: what Ottu refuses to change is looked at; whom Ottu does not know, or slows down, has to wait.
      return reply.status === 400 && write.kind === 'patch'
        ? { ...run, refused: true, seen: undefined }
        : { kind: 'unreachable', cause: reply };
    }
    const document = meaning === 'done' ? jsonObjectOf(reply) : undefined;
    if (document === undefined) {
      await this.end.lost(write);
      return { kind: 'unreachable', cause: reply };
    }
    const shown = await this.end.answered(write, document);
    return shown ? { ...run, writes: run.writes + 1, document } : { kind: 'unreachable', cause: reply };
  }

  async #send(write: CartWrite, group: CallGroup, deadline: Deadline): Promise<OttuReply | TransportFault> {
    try {
      return write.sessionId === undefined
        ? await this.checkout.create(write.body, deadline, { group })
        : await this.checkout.update(write.sessionId, write.body, deadline, { group });
    } catch (error) {
      if (error instanceof TransportFault) return error;
      // A fault of unknown kind may have struck after the first byte (M5).
      await this.end.lost(write);
      throw error;
    }
  }

  async #ask(
    { do: what, paymentId, sessionId, amount }: Extract<Decided, { do: 'retrieve' | 'expire' }>,
    run: Run,
    { purpose, deadline }: { readonly purpose: Purpose; readonly deadline: Deadline },
  ): Promise<Run | Brought> {
    try {
      if (what === 'expire') {
        const { status } = await this.operations.expire(sessionId, deadline, { group: groupOf(purpose) });
        this.#logger.log({ payment_id: paymentId, status }, 'A transaction of a cart was expired, to be replaced');
        return { ...run, expireAsked: true, seen: undefined };
      }
      const { reply, document, state } = await this.retrieveNow.look(paymentId, sessionId, groupOf(purpose), deadline);
      if (document === undefined) return { kind: 'unreachable', cause: reply };
      await this.#decideDoubt(paymentId, document, amount);
      return { ...run, seen: state !== undefined && isPaymentState(state) ? state : undefined };
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      return { kind: 'unreachable', cause: error };
    }
  }

  /** M52: a retrieve after a later write ends the doubt where it shows the newest amount, and renews it where it does not. */
  async #decideDoubt(paymentId: PaymentId, document: JsonDocument, amount: Money): Promise<void> {
    const shown = document.source('/amount')?.scalarText();
    const same = shown !== undefined && equalsAmount(shown, amount);
    await this.database.inTransaction(async (tx) => {
      const follows = await tx
        .selectFrom('cart_transactions')
        .select('rewritten_at')
        .where('payment_id', '=', paymentId)
        .forUpdate()
        .executeTakeFirst();
      if (follows === undefined || follows.rewritten_at === null) return;
      if (!same) {
        await beginDoubt(tx, paymentId);
        return;
      }
      await tx
        .updateTable('cart_transactions')
        .set({ doubt_since: null, rewritten_at: null })
        .where('payment_id', '=', paymentId)
        .execute();
    });
  }
}

/** M95: each has its share of the day's requests. */
function groupOf(purpose: Purpose): CallGroup {
  return purpose === 'sync' ? 'sync' : 'storefront';
}

function equalsAmount(text: string, amount: Money): boolean {
  try {
    return Money.fromProvider(text, amount.currency).equals(amount);
  } catch {
    return false;
  }
}
