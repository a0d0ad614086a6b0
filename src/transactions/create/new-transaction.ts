import type { Settings } from '../../config/settings.ts';
import { parseCurrency } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import { asOrderNo } from '../../payments/identifiers.ts';
import type { NewPayment } from '../../payments/new-payment.ts';
import { newOrderNo } from '../../payments/order-no.ts';
import { defaultWebhookUrl } from '../../payments/request/ottu-defaults.ts';
import type { CreateTransactionRequest } from '../request/create-transaction.request.ts';
import { isGiven } from '../request/formats.ts';
import { announcesCreation } from '../request/notifications.dto.ts';
import { purchaseOf } from '../request/purchase.ts';

/** The payment that a request without faults asks for, as it is written before Ottu hears of it. */
export function newTransaction(
  request: CreateTransactionRequest,
  settings: Pick<Settings, 'http' | 'orderNoPrefix'>,
): NewPayment {
  const { order_no: orderNo, customer_id: customerId, webhook_url: webhookUrl } = request;
  return {
    origin: 'transaction',
    orderNo: orderNo === undefined ? newOrderNo(settings.orderNoPrefix) : asOrderNo(orderNo),
    transactionType: request.type,
    paymentType: request.payment_type ?? 'one_off',
    pgCodes: request.pg_codes,
    customerId: isGiven(customerId) ? customerId : undefined,
    amount: Money.parse(request.amount, parseCurrency(request.currency_code)),
    webhookUrl: webhookUrl ?? defaultWebhookUrl(settings),
    foreignWebhook: webhookUrl !== undefined,
    agreement: request.agreement,
    paymentLink: request.type === 'payment_request' || announcesCreation(request.notifications),
    snapshot: purchaseOf(request),
  };
}
