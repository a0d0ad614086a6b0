import { Injectable, Logger } from '@nestjs/common';

import { backOff } from '../../background/back-off.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { scheduleSync } from '../cart-repository.ts';
import { TransactionSync, type SyncResult } from '../sync/transaction-sync.ts';
import { CART_WORK } from '../cart-work.ts';

/** The pause after a sync that failed grows from twice the quiet period up to this many times it. */
const MAX_PAUSE_FACTOR = 2 ** 8;

export interface TakenSync {
  /** `carts.sync_at` when the sync was taken. An edit since then has changed it, and stays due. */
  readonly taken: Date;
  readonly tries: number;
}

/** Brings Ottu's transaction in step with a cart in the background, a quiet period after the last edit (M51). */
@Injectable()
export class SyncCart {
  readonly #logger = new Logger(CART_WORK);

  constructor(
    private readonly database: Database,
    private readonly transactions: TransactionSync,
    private readonly settings: Settings,
  ) {}

  async sync(cartId: string, taken: TakenSync): Promise<void> {
    try {
      const result = await this.transactions.run(cartId, 'sync', new Deadline(this.settings.ottu.timeoutMs));
      await this.#plan(cartId, taken, this.#nextIn(result, taken));
    } catch (error) {
      this.#logger.warn({ err: error, cart_id: cartId }, 'A cart could not be brought in step; it is tried again');
      await this.#plan(cartId, taken, this.#pause(taken)).catch(() => undefined);
    }
  }

  /** In how many milliseconds the next sync is due; undefined: not before the next edit or checkout. */
  #nextIn(result: SyncResult, taken: TakenSync): number | undefined {
    switch (result.kind) {
      case 'in_step':
      case 'stopped':
        return undefined;
      case 'wait':
        return result.reason === 'uncertain' ? this.settings.durations.cartDoubt : this.settings.durations.cartQuiet;
      case 'refused':
        // Ottu would refuse the same again: the next edit or checkout asks anew.
        return undefined;
      case 'unreachable':
        // Ottu would refuse the same again: the next edit or checkout asks anew.
        return isRefusal(result.cause) ? undefined : this.#pause(taken);
    }
  }

  #pause({ tries }: TakenSync): number {
    const quiet = this.settings.durations.cartQuiet;
    return backOff(tries, { first: quiet * 2, longest: quiet * MAX_PAUSE_FACTOR });
  }

  async #plan(cartId: string, { taken }: TakenSync, inMs: number | undefined): Promise<void> {
    await this.database.query((db) => scheduleSync(db, { id: cartId, taken }, inMs));
  }
}

function isRefusal(cause: Extract<SyncResult, { kind: 'unreachable' }>['cause']): boolean {
  if (cause === undefined || !('status' in cause)) return false;
  return cause.status >= 400 && cause.status < 500 && cause.status !== 429;
}
