import { isObject } from '../json.ts';
import { isWebhookRule } from './fault.ts';
import type { AnyFaultRule, Fault, FaultMatch, FaultRule, WebhookFaultRule, WebhookMatch } from './fault.ts';

/** What of a webhook a rule can match. */
export interface WebhookMarks {
  readonly event: 'payment' | 'operation';
  readonly orderNo: string | undefined;
}

/** What of a request a rule can match. */
export interface RequestMarks {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
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
  strike(request: RequestMarks): readonly Fault[];
  /** Rules that strike one webhook, in their order; counts the webhook. */
  strikeWebhook(webhook: WebhookMarks): readonly WebhookFaultRule[];
}

/** Rules that match the same requests, apart from `nth`: thousands of them cost one comparison each time. */
interface Group<Rule> {
  readonly match: Rule extends { readonly match: infer Match } ? Match : never;
  readonly every: Numbered<Rule>[];
  readonly byNth: Map<number, Numbered<Rule>[]>;
  count: number;
}

/** With its place among all rules. */
interface Numbered<Rule> {
  readonly rule: Rule;
  readonly index: number;
}

export function createFaultBook(): FaultBook {
  let all: readonly AnyFaultRule[] = [];
  let inForce = new AbortController();
  let ofRequests: readonly Group<FaultRule>[] = [];
  let ofWebhooks: readonly Group<WebhookFaultRule>[] = [];
  const set = (rules: readonly AnyFaultRule[]): void => {
    const before = inForce;
    inForce = new AbortController();
    all = rules;
    ofRequests = grouped(rules.filter(isRequestRule));
    ofWebhooks = grouped(rules.filter(isWebhookRule));
    before.abort();
  };
  return {
    set,
    clear: () => set([]),
    rules: () => all,
    whileInForce: () => inForce.signal,
    strike: (request) => struck(ofRequests, (match) => matchesRequest(match, request)).map(({ fault }) => fault),
    strikeWebhook: (webhook) => struck(ofWebhooks, (match) => matchesWebhook(match, webhook)),
  };
}

function grouped<Rule extends AnyFaultRule>(rules: readonly Rule[]): readonly Group<Rule>[] {
  const groups = new Map<string, Group<Rule>>();
  for (const [index, rule] of rules.entries()) {
    const { nth, ...match }: FaultMatch | WebhookMatch = rule.match;
    const key = JSON.stringify(match, Object.keys(match).toSorted());
    const known = groups.get(key);
    const group: Group<Rule> = known ?? { match: match as Group<Rule>['match'], every: [], byNth: new Map(), count: 0 };
    if (known === undefined) groups.set(key, group);
    const numbered: Numbered<Rule> = { rule, index };
    if (nth === undefined) group.every.push(numbered);
    else group.byNth.set(nth, [...(group.byNth.get(nth) ?? []), numbered]);
  }
  return [...groups.values()];
}

function struck<Rule extends AnyFaultRule>(
  groups: readonly Group<Rule>[],
  matches: (match: Group<Rule>['match']) => boolean,
): Rule[] {
  const found: Numbered<Rule>[] = [];
  for (const group of groups) {
    if (!matches(group.match)) continue;
    group.count += 1;
    found.push(...group.every, ...(group.byNth.get(group.count) ?? []));
  }
  return found.toSorted((one, other) => one.index - other.index).map(({ rule }) => rule);
}

const isRequestRule = (rule: AnyFaultRule): rule is FaultRule => !isWebhookRule(rule);

const matchesRequest = (match: FaultMatch, { method, path, body }: RequestMarks): boolean =>
  (match.method === undefined || match.method.toUpperCase() === method) &&
  (match.path === undefined || path.includes(match.path)) &&
  (match.operation === undefined || operationOf(body) === match.operation);

function operationOf(body: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isObject(value) ? value['operation'] : undefined;
  } catch {
    return undefined;
  }
}

const matchesWebhook = (match: WebhookMatch, { event, orderNo }: WebhookMarks): boolean =>
  (match.order_no === undefined || match.order_no === orderNo) && (match.event === undefined || match.event === event);
