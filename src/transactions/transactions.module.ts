import { Module } from '@nestjs/common';

import { PaymentsModule } from '../payments/payments.module.ts';
import { ChangeClaim } from './change/change-claim.ts';
import { ChangeTransaction } from './change/change-transaction.ts';
import { ChargeTransaction } from './create/charge-transaction.ts';
import { CreateClaim } from './create/create-claim.ts';
import { CreateRequested } from './create/create-requested.ts';
import { CreateTransaction } from './create/create-transaction.ts';
import { PaymentsOfSessions } from './payments-of-sessions.ts';
import { SettleRetrieved, RetrieveTransaction } from './retrieve-transaction.ts';
import { TransactionsController } from './transactions.controller.ts';

/** The Checkout API as it is, for merchant servers. */
@Module({
  imports: [PaymentsModule],
  controllers: [TransactionsController],
  providers: [
    ChangeClaim,
    ChangeTransaction,
    ChargeTransaction,
    CreateClaim,
    CreateRequested,
    CreateTransaction,
    SettleRetrieved,
    PaymentsOfSessions,
    RetrieveTransaction,
  ],
  // For creates and changes that come with a file.
  exports: [ChangeTransaction, CreateTransaction],
})
export class TransactionsModule {}
