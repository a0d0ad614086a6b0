const MINUTE = 60_000;
const PER_MINUTE = 30;
const GRACE = 10 * MINUTE;
const LOCK = 30 * MINUTE;
const IN_ALL = 3;
/** What is told to a caller who has used all of them up. */
const FOR_EVER = 24 * 60 * MINUTE;

/** What of a transaction decides whether it may be inquired. */
export interface Inquired {
  readonly createdAt: number;
  /** Times of the inquiries that were accepted. */
  readonly inquiries: number[];
}

/** Throttling of inquiries (F9), in milliseconds of the simulator's clock. */
export interface InquiryLimit {
  /** 0 when one more is accepted, which is then counted; else how long to wait. 30 a minute in all. */
  waitOverall(now: number): number;
  clear(): void;
}

export function createInquiryLimit(): InquiryLimit {
  let accepted: number[] = [];
  return {
    waitOverall(now) {
      accepted = accepted.filter((at) => at > now - MINUTE);
      const oldest = accepted[0];
      if (oldest !== undefined && accepted.length >= PER_MINUTE) return oldest + MINUTE - now;
      accepted.push(now);
      return 0;
    },
    clear() {
      accepted = [];
    },
  };
}

/**
 * 0 when this transaction may be inquired now, which is then counted; else how long to wait: 10 minutes after its
 * creation, 30 minutes after the first and the second, and for ever after the third.
 */
export function waitOf(transaction: Inquired, now: number): number {
  const { createdAt, inquiries } = transaction;
  const last = inquiries.at(-1);
  if (inquiries.length >= IN_ALL) return FOR_EVER;
  const from = Math.max(createdAt + GRACE, last === undefined ? 0 : last + LOCK);
  if (now < from) return from - now;
  inquiries.push(now);
  return 0;
}
