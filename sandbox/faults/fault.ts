import type { JsonObject } from '../json.ts';
import type { OperationOutcome } from '../operations/outcomes.ts';
import type { Outcome } from '../payments/outcomes.ts';

/** Whether a fault strikes before the work (nothing happened) or after it (the charge was made). */
export type When = 'before' | 'after';

export type Fault =
  /** Does the work, the charge included, and closes the connection without a byte. */
  | { readonly kind: 'answer_lost' }
  /** Resets the connection without doing the work. */
  | { readonly kind: 'reset_before' }
  /** Does the work, sends half of the answer and resets, or closes, the connection. */
  | { readonly kind: 'reset_during_answer' }
  | { readonly kind: 'truncated' }
  /** Waits; default `after`: the charge is made at once and the answer is late. */
  | { readonly kind: 'delay'; readonly ms: number; readonly when?: When }
  /** Waits until the rules are replaced or cleared; default `after`. */
  | { readonly kind: 'hold'; readonly when?: When }
  /** Never answers; default `before`. */
  | { readonly kind: 'hang'; readonly when?: When }
  /** Answers something else; default `before`. A string body is sent as it is, anything else as JSON. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: unknown;
      readonly content_type?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly when?: When;
    }
  /** The right status with JSON that lacks its end. */
  | { readonly kind: 'malformed' }
  /** The right status and no body. */
  | { readonly kind: 'empty' }
  /** The right status with an HTML page. */
  | { readonly kind: 'html' }
  /** The right answer as text/plain. */
  | { readonly kind: 'wrong_content_type' }
  /** Changes members after signing; null removes a member. */
  | { readonly kind: 'tamper'; readonly set: JsonObject }
  /** Changes members and signs again; null removes a member. */
  | { readonly kind: 'resign'; readonly set: JsonObject }
  | { readonly kind: 'drop_signature' }
  /** The outcome of a charge, in place of the one that its amount and payload call for; `message` says why it is declined. */
  | { readonly kind: 'outcome'; readonly outcome: Outcome; readonly message?: string }
  /** What a refund, capture or void comes to, in place of what the switch `refunds` says. */
  | { readonly kind: 'operation'; readonly outcome: OperationOutcome }
  /** 400 whose message repeats the payload and the Authorization header. */
  | { readonly kind: 'echo_payload' };

export type FaultKind = Fault['kind'];

export interface FaultMatch {
  readonly method?: string;
  /** Prefix or substring of the path. */
  readonly path?: string;
  /** Requests whose body names this operation. */
  readonly operation?: string;
  /** Which of the matching requests since the rule was set, from 1; every one when absent. */
  readonly nth?: number;
}

export interface FaultRule {
  readonly match: FaultMatch;
  readonly fault: Fault;
}

/** What goes wrong on the way of a webhook. */
export type WebhookFault =
  /** Is never sent. */
  | { readonly kind: 'lost' }
  /** Is sent several times at once; 2 by default. */
  | { readonly kind: 'doubled'; readonly times?: number }
  /** Is sent `ms` real milliseconds later. */
  | { readonly kind: 'delayed'; readonly ms: number }
  /** Is held until the next one has arrived: of the same order where the rule names one. */
  | { readonly kind: 'reordered' }
  /** Arrives before the API call that caused it is answered. */
  | { readonly kind: 'before_answer' }
  /** Is signed with a random key that the service does not have. */
  | { readonly kind: 'forged' }
  /** Has members changed after signing; null removes a member. */
  | { readonly kind: 'tampered'; readonly set: JsonObject }
  /** Names the session of another transaction; the signature, which does not cover it, stays good. */
  | { readonly kind: 'other_session' }
  /** Lacks a member, and is signed without it. */
  | { readonly kind: 'missing_member'; readonly member: string };

export interface WebhookMatch {
  readonly webhook: true;
  readonly order_no?: string;
  readonly event?: 'payment' | 'operation';
  /** Which of the matching webhooks since the rule was set, from 1; every one when absent. */
  readonly nth?: number;
}

export interface WebhookFaultRule {
  readonly match: WebhookMatch;
  readonly fault: WebhookFault;
}

export type AnyFaultRule = FaultRule | WebhookFaultRule;

export function isWebhookRule(rule: AnyFaultRule): rule is WebhookFaultRule {
  return 'webhook' in rule.match;
}
