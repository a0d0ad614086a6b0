import { Module } from '@nestjs/common';

import { CatalogModule } from '../catalog/catalog.module.ts';
import { LimitsModule } from '../limits/limits.module.ts';
import { MetricsModule } from '../observability/metrics.module.ts';
import { PaymentsModule } from '../payments/payments.module.ts';
import { SavedCardsModule } from '../saved-cards/saved-cards.module.ts';
import { BuyNowIntent } from './buy-now/buy-now-intent.ts';
import { BuyNowIntentsController } from './buy-now/buy-now-intents.controller.ts';
import { CartReader } from './cart-reader.ts';
import { ChallengeSweep } from './challenges/challenge-sweep.ts';
import { CloseTransactions } from './closing/close-transactions.ts';
import { ExpireTransaction } from './closing/expire-transaction.ts';
import { AbandonCart } from './editing/abandon-cart.ts';
import { CartExpiry } from './editing/cart-expiry.ts';
import { CartWrites } from './editing/cart-writes.ts';
import { CreateCart } from './editing/create-cart.ts';
import { EditCart } from './editing/edit-cart.ts';
import { PriceCart } from './editing/price-cart.ts';
import { CartItemsController } from './editing/cart-items.controller.ts';
import { CartsController } from './editing/carts.controller.ts';
import { WantedContent } from './editing/wanted-content.ts';
import { CheckoutController } from './checkout/checkout.controller.ts';
import { Checkout } from './checkout/checkout.ts';
import { ComeInStep } from './checkout/come-in-step.ts';
import { EndFreeze } from './freezing/end-freeze.ts';
import { FreezeController } from './freezing/freeze.controller.ts';
import { Freeze } from './freezing/freeze.ts';
import { FreezeSweep } from './freezing/freeze-sweep.ts';
import { CartEventsController } from './live/cart-events.controller.ts';
import { LiveCarts } from './live/live-carts.ts';
import { ReadLiveCart } from './live/read-live-cart.ts';
import { StreamPlaces } from './live/stream-places.ts';
import { CallNative } from './paying/call-native.ts';
import { ChargeCart } from './paying/charge-cart.ts';
import { ChosenInstrument } from './paying/chosen-instrument.ts';
import { ClaimAttempt } from './paying/claim-attempt.ts';
import { HoldCart } from './paying/hold-cart.ts';
import { PaidAnswer } from './paying/paid-answer.ts';
import { PayableCard } from './paying/payable-card.ts';
import { PayCart } from './paying/pay-cart.ts';
import { PayingController } from './paying/paying.controller.ts';
import { PaymentStatus } from './paying/payment-status.ts';
import { WalletGateway } from './paying/wallet-gateway.ts';
import { CartSignals } from './signals.ts';
import { BeginWrite } from './sync/begin-write.ts';
import { BringInStep } from './sync/bring-in-step.ts';
import { CartSync } from './sync/cart-sync.ts';
import { EndCartWrite } from './sync/end-cart-write.ts';
import { FollowPayments } from './sync/follow-payments.ts';

/** Carts of shoppers, and the Ottu transactions that follow them. */
@Module({
  imports: [CatalogModule, LimitsModule, MetricsModule, PaymentsModule, SavedCardsModule],
  controllers: [
    BuyNowIntentsController,
    CartsController,
    CartItemsController,
    CheckoutController,
    FreezeController,
    PayingController,
    CartEventsController,
  ],
  providers: [
    AbandonCart,
    BeginWrite,
    BringInStep,
    BuyNowIntent,
    CartExpiry,
    CartReader,
    CartSignals,
    CartSync,
    CartWrites,
    ChallengeSweep,
    CloseTransactions,
    CreateCart,
    EditCart,
    EndCartWrite,
    ExpireTransaction,
    FollowPayments,
    CallNative,
    ChargeCart,
    Checkout,
    ChosenInstrument,
    ClaimAttempt,
    ComeInStep,
    EndFreeze,
    Freeze,
    FreezeSweep,
    HoldCart,
    PaidAnswer,
    PayableCard,
    PayCart,
    PaymentStatus,
    WalletGateway,
    PriceCart,
    LiveCarts,
    ReadLiveCart,
    StreamPlaces,
    WantedContent,
  ],
})
export class CartModule {}
