import { Module, type OnModuleInit } from '@nestjs/common';

import { WakeUpsModule } from '../background/wake-ups.ts';
import { CatalogModule } from '../catalog/catalog.module.ts';
import { DatabaseModule } from '../database/database.module.ts';
import { MerchantEventsModule } from '../merchant-events/merchant-events.module.ts';
import { MetricsModule } from '../observability/metrics.module.ts';
import { OttuProblems } from './answers/ottu-problems.ts';
import { validateTables } from './answers/validate-tables.ts';
import { ChargeResponseWriter } from './attempts/charge-response.ts';
import { Charge } from './attempts/charge.ts';
import { ClaimAttempt } from './attempts/claim-attempt.ts';
import { IdempotencyReplay } from './attempts/idempotency-replay.ts';
import { LeaseSweep } from './attempts/lease.ts';
import { SettleCall } from './attempts/settle-call.ts';
import { AgreementCards } from './auto-debits/agreement-card.ts';
import { AgreementsController } from './auto-debits/agreements.controller.ts';
import { Agreements } from './auto-debits/agreements.ts';
import { AutoDebit } from './auto-debits/auto-debit.ts';
import { AutoDebitsController } from './auto-debits/auto-debits.controller.ts';
import { OfferLink } from './auto-debits/offer-link.ts';
import { PaymentLinkPort } from './auto-debits/payment-link-port.ts';
import { BuyNowController } from './buy-now/buy-now.controller.ts';
import { BuyNow } from './buy-now/buy-now.ts';
import { GatewayDirectory } from './gateways/gateway-directory.ts';
import { RecordComparison } from './comparison/record-comparison.ts';
import { Inquire } from './inquiry/inquire.ts';
import { InquiryAllowance } from './inquiry/inquiry-allowance.ts';
import { InquiryController } from './inquiry/inquiry.controller.ts';
import { OperatorInquiry } from './inquiry/operator-inquiry.ts';
import { SettleInquiry } from './inquiry/settle-inquiry.ts';
import { ApprovalRules } from './operating/approval-rules.ts';
import { AuthorizationWarnings } from './operating/authorization-warnings.ts';
import { ClaimOperation } from './operating/claim-operation.ts';
import { DecideOperation } from './operating/decide-operation.ts';
import { ResolveOperation } from './operating/resolve-operation.ts';
import { LookUpOperation } from './operating/look-up-operation.ts';
import { Operate } from './operating/operate.ts';
import { OperationSweep } from './operating/operation-sweep.ts';
import { OperationsController } from './operating/operations.controller.ts';
import { OperationsReader } from './operating/operations-reader.ts';
import { RecordChildren } from './operations/record-children.ts';
import { RecordOperationEvent } from './operations/record-operation-event.ts';
import { SendOperation } from './operating/send-operation.ts';
import { SettleOperation } from './operations/settle-operation.ts';
import { PaymentList } from './reading/payment-list.ts';
import { PaymentsReader } from './reading/payments-reader.ts';
import { PaymentsController } from './reading/payments.controller.ts';
import { Discrepancies } from './reports/discrepancies.ts';
import { PaymentExport } from './reports/payment-export.ts';
import { ReportsController } from './reports/reports.controller.ts';
import { Summary } from './reports/summary.ts';
import { CardListPort } from './reconciliation/card-list-port.ts';
import { CloseUnresolved } from './reconciliation/close-unresolved.ts';
import { ComparisonSweep } from './reconciliation/comparison-sweep.ts';
import { DueChecks } from './reconciliation/due-checks.ts';
import { GiveUpAttempt } from './reconciliation/give-up-attempt.ts';
import { LookAtCards } from './reconciliation/look-at-cards.ts';
import { ReconciliationSweep } from './reconciliation/reconciliation-sweep.ts';
import { SettleShownCard } from './reconciliation/settle-shown-card.ts';
import { RunCheck } from './reconciliation/run-check.ts';
import { UnknownPayments } from './reconciliation/unknown-payments.ts';
import { RetentionSweep } from './retention-sweep.ts';
import { AskBeforeReview } from './review/ask-before-review.ts';
import { EndReview } from './review/end-review.ts';
import { ReviewController } from './review/review.controller.ts';
import { ScheduleCheck } from './schedule/schedule-check.ts';
import { CartPort } from './settlement/cart-port.ts';
import { MerchantEventPublisher } from './settlement/merchant-event-publisher.ts';
import { ExpireSession } from './settlement/expire-session.ts';
import { RefreshPayment } from './settlement/refresh-payment.ts';
import { SettleWithRetry } from './settlement/settle-with-retry.ts';
import { SettlementMetrics } from './settlement/settlement-metrics.ts';
import { Settle } from './settlement/settle.ts';
import { TransactionWrites } from './transaction-writes/transaction-writes.ts';

@Module({
  imports: [DatabaseModule, WakeUpsModule, MerchantEventsModule, MetricsModule, CatalogModule],
  controllers: [
    AgreementsController,
    AutoDebitsController,
    BuyNowController,
    InquiryController,
    OperationsController,
    ReportsController,
    PaymentsController,
    ReviewController,
  ],
  providers: [
    AgreementCards,
    Agreements,
    ApprovalRules,
    AskBeforeReview,
    AutoDebit,
    AuthorizationWarnings,
    MerchantEventPublisher,
    BuyNow,
    Charge,
    ChargeResponseWriter,
    CardListPort,
    CartPort,
    ClaimAttempt,
    ClaimOperation,
    ComparisonSweep,
    DecideOperation,
    ResolveOperation,
    Discrepancies,
    DueChecks,
    EndReview,
    GatewayDirectory,
    CloseUnresolved,
    ExpireSession,
    GiveUpAttempt,
    IdempotencyReplay,
    Inquire,
    InquiryAllowance,
    SettleInquiry,
    LeaseSweep,
    LookAtCards,
    LookUpOperation,
    Operate,
    OperationSweep,
    OperationsReader,
    RunCheck,
    OperatorInquiry,
    OfferLink,
    OttuProblems,
    PaymentLinkPort,
    PaymentExport,
    PaymentList,
    PaymentsReader,
    SettleWithRetry,
    ReconciliationSweep,
    RecordChildren,
    RecordComparison,
    RecordOperationEvent,
    RefreshPayment,
    RetentionSweep,
    ScheduleCheck,
    SendOperation,
    Settle,
    SettleCall,
    SettlementMetrics,
    SettleShownCard,
    SettleOperation,
    Summary,
    TransactionWrites,
    UnknownPayments,
  ],
  // For the capabilities that begin or follow payments by other routes.
  exports: [
    ScheduleCheck,
    Agreements,
    Charge,
    ChargeResponseWriter,
    DatabaseModule,
    CardListPort,
    CartPort,
    ExpireSession,
    GatewayDirectory,
    GiveUpAttempt,
    IdempotencyReplay,
    Operate,
    OttuProblems,
    PaymentLinkPort,
    PaymentList,
    PaymentsReader,
    RecordOperationEvent,
    RefreshPayment,
    Settle,
    TransactionWrites,
  ],
})
export class PaymentsModule implements OnModuleInit {
  onModuleInit(): void {
    validateTables();
  }
}
