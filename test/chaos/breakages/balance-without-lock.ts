import { setTimeout as sleep } from 'node:timers/promises';

import { built, graft } from './graft.ts';

type ClaimOperationModule = typeof import('../../../src/payments/operating/claim-operation.ts');
type Tx = import('../../../src/database/database.ts').Tx;
type PaymentId = import('../../../src/payments/identifiers.ts').PaymentId;

const { ClaimOperation } = (await import(built('payments/operating/claim-operation.js'))) as ClaimOperationModule;

/**
 * M80: the balance is read in a transaction of its own, so that the payment's lock is gone when the operation is written: two
 * refunds at once both find all of it. The pause is a busy database, which lets the two meet in a short run.
 */
class BalanceWithoutLock extends ClaimOperation {
  protected override async balance(_tx: Tx, paymentId: PaymentId) {
    const locked = await this.settleOperation.inTransaction((own) => this.settleOperation.lock(own, paymentId));
    await sleep(150);
    return locked;
  }
}

graft(ClaimOperation, BalanceWithoutLock);
