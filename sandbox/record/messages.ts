export type Channel = 'email' | 'sms' | 'whatsapp';

/** A message that Ottu sends to a payer because the transaction's `notifications` ask for it (F2.2). */
export interface Message {
  /** ISO 8601, the simulator's time. */
  readonly at: string;
  readonly channel: Channel;
  /** E-mail address or phone. */
  readonly to: string;
  /** What happened: `created` carries the link to pay by. */
  readonly event: string;
  readonly session_id: string;
  readonly order_no: string | null;
  readonly checkout_url: string;
}

export interface MessageFilter {
  readonly order_no?: string | undefined;
  readonly session_id?: string | undefined;
}

export interface MessageRecord {
  add(message: Message): void;
  /** Oldest first. */
  list(filter?: MessageFilter): readonly Message[];
  clear(): void;
}

/** The newest `limit`. */
export function createMessageRecord(limit: number): MessageRecord {
  let messages: Message[] = [];
  return {
    add(message) {
      messages.push(message);
      if (messages.length > limit * 2) messages = messages.slice(-limit);
    },
    list: ({ order_no: orderNo, session_id: sessionId } = {}) =>
      messages
        .slice(-limit)
        .filter(
          (each) =>
            (orderNo === undefined || each.order_no === orderNo) &&
            (sessionId === undefined || each.session_id === sessionId),
        ),
    clear() {
      messages = [];
    },
  };
}
