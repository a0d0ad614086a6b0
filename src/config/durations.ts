/**
 * Every wait of the money protocol in one table (M99), in milliseconds of real time. `TIME_SCALE` divides them all
 * together, so that tests and the sandbox keep their proportions.
 */
const DURATIONS_MS = {
  /** M3: a charge starts this soon after its claim or is not sent. */
  chargeStart: 10_000,
  /** M3: the lease outlives the charge deadline by this much. */
  leaseGrace: 30_000,
  /** M30: how often a sweep looks for rows that are due. */
  sweep: 30_000,
  /** M70: how long a request waits for its event to be stored; Ottu itself hangs up after 15 s. */
  webhookHold: 60_000,
  /** M70: how long storing goes on after that, although Ottu has hung up. */
  webhookStore: 10 * 60_000,
  /** M70: the longest pause between two tries to store it; the first one is a sixteenth. */
  webhookStorePause: 1_000,
  /** M71: the shortest time between two retrieves of one payment that webhooks lead to. */
  webhookConfirm: 10_000,
  /** M70: the first and the longest pause before an event is tried again that could not be finished. */
  webhookRetry: 5_000,
  webhookLongestRetry: 60 * 60_000,
  /** M73: how long an event is kept whose payment never appeared. */
  unmatchedWebhook: 90 * 24 * 60 * 60_000,
  /** M90: the first pause before an event is sent to the merchant again; it doubles, with jitter, up to the longest. */
  eventRetry: 5_000,
  eventLongestRetry: 8 * 60 * 60_000,
  /** M90: an event that the merchant has not taken this long after its first try is a dead letter. */
  eventGiveUp: 3 * 24 * 60 * 60_000,
  /** M90: a delivery whose process died is taken up by another this long after the deadline of its call. */
  eventLeaseGrace: 20_000,
  /** M31: a session is retrieved this long after the last activity of its payment. */
  firstRetrieve: 60_000,
  secondRetrieve: 5 * 60_000,
  thirdRetrieve: 15 * 60_000,
  fourthRetrieve: 60 * 60_000,
  /** M31: and once more this long after its expiry plus the gateway's inquiry time. */
  lastRetrieve: 24 * 60 * 60_000,
  /** M32: a payment without a session is inquired this long after its claim, never before the first of these. */
  firstInquiry: 12 * 60_000,
  secondInquiry: 43 * 60_000,
  thirdInquiry: 75 * 60_000,
  /** F9: Ottu locks a transaction for 30 minutes after each inquiry. */
  inquirySpacing: 31 * 60_000,
  /** M32, M23: what is added to a gateway's own inquiry time. */
  inquiryGrace: 3 * 60_000,
  /** M23: taken for a gateway whose inquiry time is not known. */
  unknownGatewayInquiry: 60 * 60_000,
  /** M32: how long an inquiry counts against Ottu's 30 a minute, with a little more for calls on their way. */
  inquiryWindow: 65_000,
  /** M33: how far apart two inquiries must be to prove that nothing was processed, and the age of the last. */
  notProcessedSpacing: 30 * 60_000,
  notProcessedAfter: 60 * 60_000,
  /** M33: a payment without a session is shown to operators this long after its claim at the latest. */
  reviewAfter: 24 * 60 * 60_000,
  /** M31, M56: a check that got no answer is made again after the first of these; the pause doubles up to the second. */
  firstCheckRetry: 30_000,
  checkRetry: 5 * 60_000,
  /** M31: while Ottu shows `pending` it is asked so often for an hour, and then less often until the expiry. */
  pendingRetrieve: 5 * 60_000,
  pendingOften: 60 * 60_000,
  laterPendingRetrieve: 15 * 60_000,
  /** M31: a shopper who follows a payment leads to one look in so long. */
  shopperLook: 15_000,
  /** M35: the longest that an attempt holds its cart of which Ottu shows nothing, and any other. */
  holdUnseen: 15 * 60_000,
  holdSeen: 90 * 60_000,
  /** M80: so long after an operation whose answer was lost Ottu is asked what became of it; the pause doubles. */
  operationLook: 60_000,
  operationLongestLook: 6 * 60 * 60_000,
  /** M80: no sooner than this after it was sent an operation goes out once more, with the same `Tracking-Key`. */
  operationRepeat: 10 * 60_000,
  /** A refund that a gateway has queued is asked about so often at first. */
  operationQueued: 15 * 60_000,
  /** Of an operation that Ottu says nothing about for so long, people are told; what it holds stays held. */
  operationGiveUp: 3 * 24 * 60 * 60_000,
  /** M83: an operation that nobody approves lapses. */
  operationApproval: 7 * 24 * 60 * 60_000,
  /** M82: a day between two charges of an agreement, and how much sooner a job may run than the last time. */
  agreementDay: 24 * 60 * 60_000,
  agreementGrace: 12 * 60 * 60_000,
  /** A card that may be good later is tried again no sooner than this (F13.2). */
  declineRetry: 24 * 60 * 60_000,
  /** So long before an authorization ends the merchant is told, where something of it is not captured. */
  authorizationWarning: 24 * 60 * 60_000,
  /** Over so long the refunds of one service key are added up (`refund_limit`). */
  refundDay: 24 * 60 * 60_000,
  /**
   * So long after its success a payment is compared with what Ottu shows, once: by then events have come or are lost, and
   * what was refunded on the same day is there. Again later where Ottu gave no answer, or an operation is under way.
   */
  comparison: 24 * 60 * 60_000,
  comparisonRetry: 6 * 60 * 60_000,
  /** A payment that could not be compared by then is left alone, so that a long outage leaves no queue behind. */
  comparisonGiveUp: 7 * 24 * 60 * 60_000,
  /** M97: how often this service asks Ottu about its gateways, and how soon again when no answer came. */
  gatewayRefresh: 60 * 60_000,
  gatewayRetry: 60_000,
  /** M10: how often rows are looked for whose retention is over. */
  purge: 24 * 60 * 60_000,
  /** M96, M95: for so long a permit of each limit counts (`limits-table.ts` says how many there are and why). */
  cartAttempts: 60 * 60_000,
  customerAttempts: 24 * 60 * 60_000,
  networkAttempts: 60 * 60_000,
  networkCarts: 10 * 60_000,
  allCarts: 60 * 60_000,
  cartCheckouts: 60 * 60_000,
  networkCheckouts: 60 * 60_000,
  allCheckouts: 24 * 60 * 60_000,
  customerCards: 60 * 60_000,
  /** M96: over so long the share of declined attempts is taken. */
  declineRatio: 15 * 60_000,
  /** How often counts are removed that count no more. */
  limitsPurge: 60 * 60_000,
  /** M95: how often replicas add up their calls to Ottu. A busy hour has some dozens of them in between. */
  budgetShare: 5_000,
  /** What `/metrics` read is kept for so long: whoever may scrape does not set the pace of the database. */
  metricsKept: 5_000,
  /** A minute of the times that Ottu itself names, such as its table of gateways (F9.1, F2.2). */
  ottuMinute: 60_000,
  /** M51: a cart's edits come to rest before its transaction is synced: ten quick clicks are one PATCH. */
  cartQuiet: 1_000,
  /** M52: a write whose answer was lost can do nothing any more after this. */
  cartDoubt: 30_000,
  /** M53: a session that Ottu does not know, and did not know so long ago, is given up. */
  sessionNotFound: 5 * 60_000,
  /** M56: so long after Ottu showed `pending` first a payer may be paying, and is not cut off. */
  payerIsPaying: 2 * 60_000,
  /** M56: the longest that a cart is held for the Checkout SDK. */
  cartFreeze: 15 * 60_000,
  /** M56: a session that ends so soon is not handed out. */
  dyingSession: 10 * 60_000,
  /** An unused cart is gone after this, and forgotten some time later. */
  cartExpiry: 7 * 24 * 60 * 60_000,
  cartPurge: 30 * 24 * 60 * 60_000,
  /** F2.2: when a transaction expires that was created without an expiration time. */
  defaultExpiry: 24 * 60 * 60_000,
  /** M14: `expiration_time` of a one-step transaction. */
  oneStepExpiry: 30 * 60_000,
} as const;

export type Durations = { readonly [Name in keyof typeof DURATIONS_MS]: number };

/**
 * However fast a test's clock runs, the machine does not: a claim takes its milliseconds to become a call, and an answer
 * to become a row. Nor does it make more calls in the same time.
 */
const MIN_DURATIONS_MS: Partial<Durations> = { chargeStart: 1_000, leaseGrace: 250, budgetShare: 500 };

/** @param timeScale divisor of every wait; 1 outside tests and the sandbox. */
export function scaledDurations(timeScale: number): Durations {
  const scaled = Object.entries(DURATIONS_MS).map(([name, milliseconds]): [string, number] => {
    const least = Math.min(milliseconds, MIN_DURATIONS_MS[name as keyof Durations] ?? 0);
    return [name, Math.max(milliseconds / timeScale, least)];
  });
  return Object.fromEntries(scaled) as Durations;
}
