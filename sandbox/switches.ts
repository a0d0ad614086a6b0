/** Choices where Ottu's sources are silent or disagree; changed by PUT /__sandbox/settings. The README has the table. */
export interface Switches {
  /** Whether a change whose `notifications` name `created` sends the link again. Ottu documents no way to do so. */
  readonly link_sent_again: 'never' | 'on_patch';
  /** Whether a second transaction may have the same `order_no`. Ottu does not say. */
  readonly duplicate_order_no: 'allow' | 'refuse';
  /** The 26 signed fields of all instances (F16.1), or the 18 of before. */
  readonly signature_scheme: 'standard' | 'subscription';
  /** An issuer's decline as 400 `{detail, result}` (F16.4), or as 201 with `result: failed`. */
  readonly decline_as: '201' | '400';
  /** `settled_amount`, `paid_amount` and `remaining_amount` as strings or as JSON numbers. */
  readonly amounts_as: 'string' | 'number';
  /** Payment events as they are seen (F16.15), or as they are documented (F11.2). */
  readonly event_shape: 'seen' | 'documented';
  /** `pg_params` values flat, or as `{value, verbose_name_en, verbose_name_ar}`. */
  readonly pg_params_as: 'flat' | 'object';
  /** Which wallets two gateways of one request must not share: Ottu's own (F16.6), or every one (F2.2). */
  readonly wallet_clash: 'own_wallet' | 'every_wallet';
  /** An automatic debit names one gateway, and its agreement began with the payer present (F16.7); before, neither. */
  readonly auto_debit_rules: 'today' | 'before';
  /** Whether a charge of a saved card under an agreement is told by webhook, too (F16.4). */
  readonly webhook_for_mit: 'off' | 'on';
  /** What a hold is once all of it is captured (F16.5, F8.2). */
  readonly full_capture: 'paid' | 'authorized';
  /** How long a hold can be captured: for ever, or for seven days. Ottu's sources do not say. */
  readonly holds: 'stay' | 'end_after_7_days';
  /** Tokens that the simulator never issued: charged, or refused with 400. */
  readonly unknown_tokens: 'accept' | 'refuse';
  /** Whether a card that an agreement needs can be deleted by API (F15.28). */
  readonly agreement_cards: 'locked' | 'deletable';
  /** When the list of cards has one that a payer has just saved: at once, or a simulated minute later. */
  readonly card_listing: 'at_once' | 'late';
  /** After a failed attempt: `attempted`, or the final `failed` and `expired` of single-attempt gateways. */
  readonly attempts: 'multiple' | 'single';
  /** Whether a transaction past its expiry shows `expired` without a payer coming. */
  readonly auto_expire: 'off' | 'on';
  /** Payment events for one-step and native calls: one, none, or more than one (F15.18). */
  readonly webhook_for_api: 'on' | 'off' | 'many';
  /** Ottu's own inquiries of payments that are not decided (F9.1). */
  readonly automatic_inquiry: 'on' | 'off';
  /** An inquiry of created, canceled, cod and invalided transactions: their state, or 400 (F15.11). */
  readonly inquiry_out_of_scope: 'answer' | 'refuse';
  /** Whether refunds, captures and voids are told by webhook. */
  readonly webhook_for_operations: 'on' | 'off';
  /** Whether an operation event says which one it is; Ottu's own sample has null there. */
  readonly operation_in_events: 'named' | 'null';
  /** Whether a cancel operation is told by a payment event (F15.17). */
  readonly webhook_for_cancel: 'off' | 'on';
  /** Refunds done at once, or queued for three minutes and then done or rejected. */
  readonly refunds: 'immediate' | 'queued' | 'queued_then_rejected';
  /** Whether a Tracking-Key counts for its session only (June 2026) or everywhere (December 2025). */
  readonly tracking_key_scope: 'session' | 'global';
  /** What a repeated Tracking-Key is answered with (F15.13). */
  readonly tracked_repeat_as: 'operation' | 'child';
}

export const DEFAULT_SWITCHES: Switches = {
  link_sent_again: 'never',
  duplicate_order_no: 'allow',
  signature_scheme: 'subscription',
  decline_as: '400',
  amounts_as: 'string',
  event_shape: 'seen',
  pg_params_as: 'object',
  wallet_clash: 'own_wallet',
  auto_debit_rules: 'today',
  webhook_for_mit: 'off',
  full_capture: 'paid',
  holds: 'stay',
  unknown_tokens: 'accept',
  agreement_cards: 'locked',
  card_listing: 'at_once',
  attempts: 'multiple',
  auto_expire: 'off',
  webhook_for_api: 'on',
  automatic_inquiry: 'on',
  inquiry_out_of_scope: 'answer',
  webhook_for_operations: 'on',
  operation_in_events: 'named',
  webhook_for_cancel: 'off',
  refunds: 'immediate',
  tracking_key_scope: 'session',
  tracked_repeat_as: 'operation',
};

/** Ottu as it was documented before (F16): every switch whose default has changed since. */
export const FORMER_SWITCHES: Switches = {
  ...DEFAULT_SWITCHES,
  signature_scheme: 'standard',
  decline_as: '201',
  event_shape: 'documented',
  pg_params_as: 'flat',
  wallet_clash: 'every_wallet',
  auto_debit_rules: 'before',
  webhook_for_mit: 'on',
  full_capture: 'authorized',
};

const ALLOWED: { readonly [Name in keyof Switches]: readonly Switches[Name][] } = {
  link_sent_again: ['never', 'on_patch'],
  duplicate_order_no: ['allow', 'refuse'],
  signature_scheme: ['standard', 'subscription'],
  decline_as: ['400', '201'],
  amounts_as: ['string', 'number'],
  event_shape: ['seen', 'documented'],
  pg_params_as: ['flat', 'object'],
  wallet_clash: ['own_wallet', 'every_wallet'],
  auto_debit_rules: ['today', 'before'],
  webhook_for_mit: ['off', 'on'],
  full_capture: ['paid', 'authorized'],
  holds: ['stay', 'end_after_7_days'],
  unknown_tokens: ['accept', 'refuse'],
  agreement_cards: ['locked', 'deletable'],
  card_listing: ['at_once', 'late'],
  attempts: ['multiple', 'single'],
  auto_expire: ['off', 'on'],
  webhook_for_api: ['on', 'off', 'many'],
  automatic_inquiry: ['on', 'off'],
  inquiry_out_of_scope: ['answer', 'refuse'],
  webhook_for_operations: ['on', 'off'],
  operation_in_events: ['named', 'null'],
  webhook_for_cancel: ['off', 'on'],
  refunds: ['immediate', 'queued', 'queued_then_rejected'],
  tracking_key_scope: ['session', 'global'],
  tracked_repeat_as: ['operation', 'child'],
};

/** The switches with some of them changed; a sentence for the first that is unknown or has a wrong value. */
export function changeSwitches(current: Switches, changes: Readonly<Record<string, unknown>>): Switches | string {
  for (const [name, value] of Object.entries(changes)) {
    const allowed: readonly string[] | undefined = Object.hasOwn(ALLOWED, name)
      ? ALLOWED[name as keyof Switches]
      : undefined;
    if (allowed === undefined) return `There is no switch ${name}.`;
    if (typeof value !== 'string' || !allowed.includes(value)) return `${name} must be one of ${allowed.join(', ')}.`;
  }
  return { ...current, ...changes };
}

/** The switches that a simulator starts with: `before`, or changes as `decline_as=201,refunds=queued`. Throws a sentence. */
export function readSwitches(text: string): Switches {
  if (text === 'before') return FORMER_SWITCHES;
  const changes = text.split(',').map((part): [string, string] => {
    const [name = '', value = ''] = part.split('=');
    return [name.trim(), value.trim()];
  });
  const switches = changeSwitches(DEFAULT_SWITCHES, Object.fromEntries(changes));
  if (typeof switches === 'string') throw new Error(`SANDBOX_SWITCHES: ${switches}`);
  return switches;
}
