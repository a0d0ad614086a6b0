import { isWebhookRule } from './fault.ts';
import type { AnyFaultRule, Fault, FaultMatch, WebhookFaultRule, WebhookMatch } from './fault.ts';

/** What of a webhook a rule can match. */
export interface WebhookMarks {
  readonly event: 'payment' | 'operation';
  readonly orderNo: string | undefined;
}

/** The rules in force and how often each has matched. */
export interface FaultBook {
  /** Replaces all rules and starts their counts anew. */
  set(rules: readonly AnyFaultRule[]): void;
  clear(): void;
  rules(): readonly AnyFaultRule[];
  /** Aborted when the rules of now are replaced or cleared. */
  whileInForce(): AbortSignal;
  /** Faults of one request, in the order of their rules; counts the request. */
  strike(method: string, path: string): readonly Fault[];
  /** Rules that strike one webhook, in their order; counts the webhook. */
  strikeWebhook(webhook: WebhookMarks): readonly WebhookFaultRule[];
}

interface Entry<Rule> {
  readonly rule: Rule;
  count: number;
}

export function createFaultBook(): FaultBook {
  let all: readonly AnyFaultRule[] = [];
  let inForce = new AbortController();
  let ofRequests: Entry<Exclude<AnyFaultRule, WebhookFaultRule>>[] = [];
  let ofWebhooks: Entry<WebhookFaultRule>[] = [];
  const set = (rules: readonly AnyFaultRule[]): void => {
    const before = inForce;
    inForce = new AbortController();
    all = rules;
    ofRequests = rules.flatMap((rule) => (isWebhookRule(rule) ? [] : [{ rule, count: 0 }]));
    ofWebhooks = rules.flatMap((rule) => (isWebhookRule(rule) ? [{ rule, count: 0 }] : []));
    before.abort();
  };
  return {
    set,
    clear: () => set([]),
    rules: () => all,
    whileInForce: () => inForce.signal,
    strike: (method, path) =>
      struck(ofRequests, ({ match }) => matchesRequest(match, method, path)).map(({ fault }) => fault),
    strikeWebhook: (webhook) => struck(ofWebhooks, ({ match }) => matchesWebhook(match, webhook)),
  };
}

function struck<Rule extends AnyFaultRule>(entries: readonly Entry<Rule>[], matches: (rule: Rule) => boolean): Rule[] {
  const found: Rule[] = [];
  for (const entry of entries) {
    if (!matches(entry.rule)) continue;
    entry.count += 1;
    if (entry.rule.match.nth === undefined || entry.rule.match.nth === entry.count) found.push(entry.rule);
  }
  return found;
}

const matchesRequest = (match: FaultMatch, method: string, path: string): boolean =>
  (match.method === undefined || match.method.toUpperCase() === method) &&
  (match.path === undefined || path.includes(match.path));

const matchesWebhook = (match: WebhookMatch, { event, orderNo }: WebhookMarks): boolean =>
  (match.order_no === undefined || match.order_no === orderNo) && (match.event === undefined || match.event === event);
