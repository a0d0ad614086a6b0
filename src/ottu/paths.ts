/** Ottu's own paths (F1.7), with the trailing slash that its OpenAPI file has. */
export const OTTU_PATHS = {
  checkout: '/b/checkout/v1/pymt-txn/',
  transaction: (sessionId: string) => `/b/checkout/v1/pymt-txn/${encodeURIComponent(sessionId)}/`,
  uploadAttachment: '/b/checkout/v1/upload-attachment/',
  inquiry: '/b/pbl/v2/inquiry/',
  messages: '/b/pbl/v2/message-notification/',
  operation: '/b/pbl/v2/operation/',
  applePay: '/b/pbl/v2/payment/apple-pay/',
  googlePay: '/b/pbl/v2/payment/google-pay/',
  autoDebit: '/b/pbl/v2/payment/auto-debit/',
  cards: '/b/pbl/v2/card/',
  card: (token: string) => `/b/pbl/v2/card/${encodeURIComponent(token)}/`,
  paymentMethods: '/b/pbl/v2/payment-methods/',
} as const;
