import { Problem, Unreachable, type ProblemCode } from './problem.ts';

type Words = readonly [en: string, ar: string];

const GENERAL: Words = ['That did not work. Please try again.', 'لم ينجح ذلك. حاول مرة أخرى من فضلك.'];
const SHOP_DOWN: Words = [
  'The shop has a problem at the moment. Please try again.',
  'في المتجر عطل الآن. حاول مرة أخرى من فضلك.',
];
const NO_PROVIDER: Words = [
  'The payment provider cannot be reached at the moment. Please try again.',
  'لا يمكن الوصول إلى مزوّد الدفع الآن. حاول مرة أخرى من فضلك.',
];
const NO_CARDS: Words = [
  'Saved cards cannot be used at the moment. Every other way to pay is open.',
  'لا يمكن استخدام البطاقات المحفوظة الآن. طرق الدفع الأخرى متاحة.',
];
const CHECK: Words = ['Please check what you entered.', 'راجع ما أدخلته من فضلك.'];
const SIGN_IN: Words = ['Please sign in again.', 'سجّل الدخول مرة أخرى من فضلك.'];
const TOO_FAST: Words = [
  'That was a lot at once. Please wait a little.',
  'طلبات كثيرة دفعة واحدة. انتظر قليلاً من فضلك.',
];
const TOO_FAST_UNTIL: Words = [
  'That was a lot at once. Please go on in {wait}.',
  'طلبات كثيرة دفعة واحدة. تابع بعد {wait} من فضلك.',
];
const CHANGED: Words = [
  'Your basket has changed. Please look at it again.',
  'تغيّرت سلتك. انظر إليها مرة أخرى من فضلك.',
];
const BEING_PAID: Words = [
  'This basket is being paid at the moment, perhaps in another tab.',
  'هذه السلة قيد الدفع الآن، ربما في نافذة أخرى.',
];
const PAGE_OPEN: Words = [
  'The payment page of this order is still open. Finish there, or try again in two minutes.',
  'صفحة الدفع لهذا الطلب ما زالت مفتوحة. أكمل الدفع هناك، أو حاول بعد دقيقتين.',
];
const OVER: Words = ['This basket is over: it was paid, or given up.', 'انتهت هذه السلة: دُفعت أو تُركت.'];
const OFFLINE: Words = [
  'The shop cannot be reached. Please try again.',
  'لا يمكن الوصول إلى المتجر. حاول مرة أخرى من فضلك.',
];

const NOTHING_CHARGED: Words = ['Nothing was charged.', 'لم يُخصم شيء.'];
const NOT_KNOWN: Words = [
  'It is not known yet whether the payment went through. Please do not pay again.',
  'لا نعرف بعد هل تم الدفع. لا تدفع مرة أخرى من فضلك.',
];

/** They tell of another payment, which may well charge something, whatever the refused request did. */
const OF_ANOTHER_PAYMENT: ReadonlySet<Words> = new Set([BEING_PAID, PAGE_OPEN, OVER]);

/** Faults of the page or of what is around it, of which a shopper can make nothing. */
type Untold =
  | 'unreadable'
  | 'malformed_json'
  | 'ambiguous_json'
  | 'bad_request'
  | 'url_too_long'
  | 'headers_too_large'
  | 'request_timeout'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'precondition_required'
  | 'idempotency_key_missing'
  | 'idempotency_key_invalid'
  | 'idempotency_key_reused'
  | 'service_key_invalid'
  | 'service_key_expired'
  | 'scope_missing'
  | 'forbidden'
  | 'server_to_server_only'
  | 'customer_jwt_not_configured'
  | 'ottu_refused'
  | 'session_replaced';

const SENTENCES: Readonly<Record<Exclude<ProblemCode, Untold>, Words>> = {
  not_found: ['This is not here any more.', 'لم يعد هذا موجوداً.'],
  validation_failed: CHECK,
  customer_details_refused: CHECK,
  customer_jwt_missing: SIGN_IN,
  customer_jwt_invalid: SIGN_IN,
  identity_provider_unavailable: SHOP_DOWN,
  store_unavailable: SHOP_DOWN,
  shutting_down: SHOP_DOWN,
  internal_error: SHOP_DOWN,
  catalog_unavailable: SHOP_DOWN,
  quote_unusable: SHOP_DOWN,
  checkout_unavailable: NO_PROVIDER,
  ottu_unreachable: NO_PROVIDER,
  challenge_required: [
    'We have to make sure that this is a person. Please try again.',
    'علينا أن نتأكد أنك شخص حقيقي. حاول مرة أخرى من فضلك.',
  ],
  rate_limited: TOO_FAST,
  too_many_carts: TOO_FAST,
  too_many_streams: TOO_FAST,
  streams_full: TOO_FAST,
  too_many_attempts: TOO_FAST,
  items_not_sold: ['Something in your basket is not sold any more.', 'في سلتك شيء لم يعد يُباع.'],
  cart_empty: ['There is nothing in your basket.', 'لا شيء في سلتك.'],
  nothing_to_pay: ['There is nothing to pay for this basket.', 'لا يوجد ما يُدفع لهذه السلة.'],
  payment_needed: ['This basket has to be paid.', 'يجب دفع هذه السلة.'],
  agreement_needs_page: ['Please pay this on the payment page.', 'ادفع هذا في صفحة الدفع من فضلك.'],
  cart_changed: CHANGED,
  cart_busy: CHANGED,
  price_changed: ['The price has changed. Please look at it again.', 'تغيّر السعر. انظر إليه مرة أخرى من فضلك.'],
  cart_frozen: BEING_PAID,
  attempt_open: BEING_PAID,
  idempotency_in_flight: BEING_PAID,
  payer_is_paying: PAGE_OPEN,
  cart_closed: OVER,
  payment_refused: [
    'This could not be accepted. Another way to pay may work.',
    'لم يُقبل الدفع بهذه الطريقة. قد تنجح طريقة أخرى.',
  ],
  card_not_found: ['This card is not saved any more.', 'لم تعد هذه البطاقة محفوظة.'],
  card_not_usable: [
    'This card cannot pay here. Another way to pay may work.',
    'لا يمكن الدفع بهذه البطاقة هنا. قد تنجح طريقة أخرى.',
  ],
  card_in_use: ['A subscription is paid with this card, so it stays.', 'يُدفع اشتراك بهذه البطاقة، لذلك تبقى.'],
  cards_not_kept: ['Cards in this currency cannot be saved here.', 'لا يمكن حفظ البطاقات بهذه العملة هنا.'],
  cards_unavailable: NO_CARDS,
  ottu_api_key_needed: NO_CARDS,
};

/**
 * What went wrong, for the shopper. That nothing was charged is said only where the service says so of this request, and not
 * while another payment of the same cart may be under way.
 */
export function sentenceFor(error: unknown, language: 'en' | 'ar'): string {
  const say = (words: Words): string => words[language === 'ar' ? 1 : 0];
  if (error instanceof Unreachable) return say(OFFLINE);
  if (!(error instanceof Problem)) return say(GENERAL);
  const { code, outcome, retryAfter } = error;
  // A service that is newer than this client may have a code that is not in it.
  const words = (SENTENCES as Partial<Record<ProblemCode, Words>>)[code] ?? GENERAL;
  if (OF_ANOTHER_PAYMENT.has(words)) return say(words);
  if (outcome === 'unknown') return say(NOT_KNOWN);
  const sentence =
    words === TOO_FAST && retryAfter > 0
      ? say(TOO_FAST_UNTIL).replace('{wait}', duration(retryAfter, language))
      : say(words);
  return outcome === 'none' ? `${sentence} ${say(NOTHING_CHARGED)}` : sentence;
}

/** In whole minutes from one minute on, and never too short. */
function duration(seconds: number, language: 'en' | 'ar'): string {
  const [unit, count] = seconds < 60 ? ['second', Math.ceil(seconds)] : ['minute', Math.ceil(seconds / 60)];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
