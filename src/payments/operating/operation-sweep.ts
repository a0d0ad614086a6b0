import { Injectable, Logger } from '@nestjs/common';

import { backOff } from '../../background/back-off.ts';
import { Background } from '../../background/background.ts';
import type { Poller } from '../../background/poller.ts';
import { Settings } from '../../config/settings.ts';
import { Database } from '../../database/database.ts';
import { onBehalfOf } from '../../tracing/work.ts';
import { AuthorizationWarnings } from './authorization-warnings.ts';
import { leaseMs } from './claim-operation.ts';
import { LookUpOperation } from './look-up-operation.ts';
import { takeDueOperations, type DueOperation } from '../operations/operation-rows.ts';

const OPERATIONS = 'OperationSweep';
const BATCH = 8;

/** M30, M80, M83: finds the operations of which something is to be done, at start and then for ever. */
@Injectable()
export class OperationSweep {
  readonly #logger = new Logger('Operations');
  readonly #poller: Poller;

  constructor(
    private readonly database: Database,
    private readonly lookUp: LookUpOperation,
    private readonly warnings: AuthorizationWarnings,
    private readonly settings: Settings,
    background: Background,
  ) {
    this.#poller = background.poller({
      name: OPERATIONS,
      everyMs: settings.durations.sweep,
      run: () => this.sweep(),
      failed: 'The sweep of operations failed; it runs again',
    });
  }

  async sweep(): Promise<void> {
    await this.#poller.drain(BATCH, async () => {
      const due = await this.database.query((db) => takeDueOperations(db, BATCH, leaseMs(this.settings)));
      await Promise.all(
        due.map((operation) =>
          onBehalfOf(OPERATIONS, { payment_id: operation.paymentId }, () => this.#look(operation)),
        ),
      );
      return due.length;
    });
    await this.#poller.drain(BATCH, () => this.warnings.sweep(BATCH));
  }

  /** One that fails is due again when its lease has passed. */
  async #look({ id, paymentId, tries }: DueOperation): Promise<void> {
    const { operationLook: first, operationLongestLook: longest } = this.settings.durations;
    try {
      await this.lookUp.execute(paymentId, id, backOff(tries, { first, longest }));
    } catch (error) {
      this.#logger.warn({ err: error, payment_id: paymentId, operation_id: id }, 'An operation could not be looked up');
    }
  }
}
