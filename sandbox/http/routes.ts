import { uploadAttachment } from '../attachments/upload.ts';
import { createCheckout } from '../checkout/create.ts';
import { paymentMethods } from '../checkout/payment-methods.ts';
import { retrieveCheckout } from '../checkout/retrieve.ts';
import { patchCheckout, putCheckout } from '../checkout/update.ts';
import { deleteCard, listCards } from '../cards/user-cards.ts';
import { finalizationStatus } from '../native/finalization-status.ts';
import { payWithApplePay, payWithCash, payWithGooglePay, payWithToken, payWithWallet } from '../native/routes.ts';
import { operate } from '../operations/operate.ts';
import {
  answerChallenge,
  cancelCheckout,
  followShortLink,
  openCheckout,
  showChallenge,
  showSummary,
  submitCheckout,
} from '../pages/handlers.ts';
import { inquire } from '../inquiry/inquiry.ts';
import { sendMessages } from '../transactions/send-messages.ts';
import type { Handler } from './call.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly handler: Handler;
}

const TRANSACTIONS = '/b/checkout/v1/pymt-txn/';
const TRANSACTION = `${TRANSACTIONS}:session_id/`;

/** Ottu's paths, first its API, then its pages. All answer with and without the trailing slash (F1.1). */
export const ROUTES: readonly Route[] = [
  { method: 'POST', path: TRANSACTIONS, handler: createCheckout },
  { method: 'GET', path: TRANSACTION, handler: retrieveCheckout },
  { method: 'PUT', path: TRANSACTION, handler: putCheckout },
  { method: 'PATCH', path: TRANSACTION, handler: patchCheckout },
  { method: 'POST', path: '/b/checkout/v1/upload-attachment/', handler: uploadAttachment },
  { method: 'POST', path: '/b/pbl/v2/payment-methods/', handler: paymentMethods },
  { method: 'POST', path: '/b/pbl/v2/inquiry/', handler: inquire },
  { method: 'POST', path: '/b/pbl/v2/operation/', handler: operate },
  { method: 'POST', path: '/b/pbl/v2/message-notification/', handler: sendMessages },
  { method: 'POST', path: '/b/pbl/v2/card/', handler: listCards },
  { method: 'DELETE', path: '/b/pbl/v2/card/:token/', handler: deleteCard },
  { method: 'POST', path: '/b/pbl/v2/payment/apple-pay/', handler: payWithApplePay },
  { method: 'POST', path: '/b/pbl/v2/payment/google-pay/', handler: payWithGooglePay },
  { method: 'POST', path: '/b/pbl/v2/payment/auto-debit/', handler: payWithToken },
  { method: 'POST', path: '/b/pbl/v2/auto-debit/', handler: payWithToken },
  { method: 'POST', path: '/b/pbl/v2/payment/cash/', handler: payWithCash },
  { method: 'POST', path: '/b/pbl/v2/cash-payment/', handler: payWithCash },
  { method: 'POST', path: '/b/pbl/v2/payment/wallet/', handler: payWithWallet },
  {
    method: 'GET',
    path: '/b/checkout/v1/wallet/payment-sessions/:session_id/finalization-status/',
    handler: finalizationStatus,
  },

  { method: 'GET', path: '/b/checkout/redirect/start/', handler: openCheckout },
  { method: 'GET', path: '/b/checkout/page/', handler: openCheckout },
  { method: 'POST', path: '/b/checkout/pay/:session_id/', handler: submitCheckout },
  { method: 'GET', path: '/b/checkout/summary/', handler: showSummary },
  { method: 'GET', path: '/b/checkout/3ds/:session_id/', handler: showChallenge },
  { method: 'POST', path: '/b/checkout/3ds/:session_id/', handler: answerChallenge },
  { method: 'GET', path: '/b/checkout/cancel/:session_id/', handler: cancelCheckout },
  { method: 'GET', path: '/b/:code/', handler: followShortLink },
];
