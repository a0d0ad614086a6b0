import { Module, type OnModuleInit } from '@nestjs/common';

import { CatalogModule } from '../catalog/catalog.module.ts';
import { LimitsModule } from '../limits/limits.module.ts';
import { MerchantEventsModule } from '../merchant-events/merchant-events.module.ts';
import { MetricsModule } from '../observability/metrics.module.ts';
import { PaymentsModule } from '../payments/payments.module.ts';
import { SavedCardsModule } from '../saved-cards/saved-cards.module.ts';
import { BuyNowIntent } from './buy-now/buy-now-intent.ts';
import { BuyNowIntentsController } from './buy-now/buy-now-intents.controller.ts';
import { CartReader } from './cart-access.ts';
import { HeldCarts } from './held-carts.ts';
import { validateCartTransitions } from './cart-state.ts';
import { AnnounceCompletion } from './completing/announce-completion.ts';
import { CompleteCart } from './completing/complete-cart.ts';
import { CompletingController } from './completing/completing.controller.ts';
import { CheckoutController } from './checkout/checkout.controller.ts';
import { Checkout } from './checkout/checkout.ts';
import { HandOut } from './checkout/hand-out.ts';
import { AbandonCart } from './editing/abandon-cart.ts';
import { CartItemsController } from './editing/cart-items.controller.ts';
import { CartWrites } from './editing/cart-writes.ts';
import { ConfirmPrice } from './editing/confirm-price.ts';
import { CartsController } from './editing/carts.controller.ts';
import { CreateCart } from './editing/create-cart.ts';
import { EditCart } from './editing/edit-cart.ts';
import { WantedContent } from './editing/map-request.ts';
import { PriceCart } from './editing/price-cart.ts';
import { EndFreeze, Unfreeze } from './freezing/end-freeze.ts';
import { FreezeController } from './freezing/freeze.controller.ts';
import { Freeze } from './freezing/freeze.ts';
import { CartExpiry } from './lifecycle/cart-expiry.ts';
import { CartEndings, CartPoller } from './lifecycle/cart-poller.ts';
import { CloseTransactions } from './lifecycle/close-transactions.ts';
import { DueCarts } from './lifecycle/due-carts.ts';
import { SyncCart } from './lifecycle/sync-cart.ts';
import { CartEventsController } from './live/cart-events.controller.ts';
import { LiveCarts, ReadLiveCart } from './live/live-carts.ts';
import { StreamLooks } from './live/stream-looks.ts';
import { StreamSlots } from './live/stream-slots.ts';
import { CartCharge } from './paying/cart-charge.ts';
import { HoldCart } from './paying/hold-cart.ts';
import { PayCart, PayHeldCart } from './paying/pay-cart.ts';
import { PayingController } from './paying/paying.controller.ts';
import { PaidResponses, PaymentStatus } from './paying/payment-status.ts';
import { PayableCard, ResolveInstrument, WalletGateway } from './paying/resolve-instrument.ts';
import { ShopperLooks } from './paying/shopper-looks.ts';
import { CartSignals } from './signals.ts';
import { CartPaymentListener } from './sync/cart-payment-listener.ts';
import { CartTransactionWrites } from './sync/cart-transaction-writes.ts';
import { EarlierPayments } from './sync/earlier-payments.ts';
import { EnsureSynced } from './sync/ensure-synced.ts';
import { RefusedConfiguration } from './sync/refused-configuration.ts';
import { LookAtTransaction } from './sync/look-at-transaction.ts';
import { TransactionSync } from './sync/transaction-sync.ts';

/** Carts of shoppers, and the Ottu transactions that follow them. */
@Module({
  imports: [CatalogModule, LimitsModule, MerchantEventsModule, MetricsModule, PaymentsModule, SavedCardsModule],
  controllers: [
    BuyNowIntentsController,
    CartsController,
    CartItemsController,
    CheckoutController,
    CompletingController,
    FreezeController,
    PayingController,
    CartEventsController,
  ],
  providers: [
    AbandonCart,
    AnnounceCompletion,
    BuyNowIntent,
    CartExpiry,
    CartReader,
    CartSignals,
    HandOut,
    HeldCarts,
    RefusedConfiguration,
    CartEndings,
    CartPoller,
    CartTransactionWrites,
    DueCarts,
    SyncCart,
    CartWrites,
    CloseTransactions,
    CompleteCart,
    CreateCart,
    EditCart,
    CartPaymentListener,
    CartCharge,
    Checkout,
    EarlierPayments,
    EnsureSynced,
    ConfirmPrice,
    EndFreeze,
    Unfreeze,
    Freeze,
    HoldCart,
    PaidResponses,
    PayableCard,
    PayCart,
    PayHeldCart,
    PaymentStatus,
    ResolveInstrument,
    WalletGateway,
    PriceCart,
    LiveCarts,
    LookAtTransaction,
    ReadLiveCart,
    ShopperLooks,
    StreamLooks,
    StreamSlots,
    TransactionSync,
    WantedContent,
  ],
})
export class CartModule implements OnModuleInit {
  onModuleInit(): void {
    validateCartTransitions();
  }
}
