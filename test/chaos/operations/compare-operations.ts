import type { SeenEvent } from '../receiver.ts';
import type { BookedOperation, Movement, ServedBook } from './operation-books.ts';
import type { AskedOperation, OperationWord } from './service-desk.ts';

/** The faults that nothing later mends: they may be looked for before all is quiet. */
export function certainOperationFaults(books: readonly ServedBook[]): string[] {
  return books.flatMap((book) => [...strangers(book), ...movedTwice(book), ...beyondBalance(book), ...lies(book)]);
}

/** When all is quiet, Ottu's ledger, the service's rows and sums, and what the merchant was told are the same. */
export function quietOperationFaults(books: readonly ServedBook[], events: readonly SeenEvent[]): string[] {
  const byPayment = Map.groupBy(events, ({ paymentId }) => paymentId);
  return books.flatMap((book) => [
    ...unsettled(book),
    ...wrongRows(book),
    ...wrongSums(book),
    ...wrongEvents(book, byPayment.get(book.payment.id) ?? []),
  ]);
}

const KINDS = ['refund', 'capture', 'void'] as const;
type Kind = (typeof KINDS)[number];

/** M80: no operation reaches Ottu before its row is written, and each has one key. */
function strangers({ payment, operations, movements }: ServedBook): string[] {
  const ids = new Set(operations.map(({ id }) => id));
  return movements.flatMap(({ kind, amount, trackingKey }) =>
    trackingKey === null || ids.has(trackingKey)
      ? []
      : [`double: ${payment.order_no}: a ${kind} of ${amount} went out under a Tracking-Key that no operation has`],
  );
}

/** M4, M80: one key moves money once, and no child is two rows. */
function movedTwice({ payment, served, operations, movements }: ServedBook): string[] {
  const keys = served.asked.flatMap(({ asking: { key } }) => {
    const ids = new Set(operationsOf(key, operations).map(({ id }) => id));
    const moved = movements.filter(({ trackingKey }) => trackingKey !== null && ids.has(trackingKey)).length;
    return moved > 1 ? [`double: key ${key} moved money ${moved} times`] : [];
  });
  const children = operations.flatMap(({ session_id: child }) => (child === null ? [] : [child]));
  const twice = children.filter((child, index) => children.indexOf(child) !== index);
  return [...keys, ...twice.map((child) => `double: ${payment.order_no} has two operations of the child ${child}`)];
}

/** Ottu's words to who asks for more than there is, or for what another operation has made impossible. */
const BEYOND = /greater than the amount available|not eligible for void|is voided/;

/**
 * M80: what is asked of Ottu is within the balance, which the payment's lock guards. The dashboard knows of no lock: what it
 * takes may be missing.
 */
function beyondBalance({ payment, served, operations, movements }: ServedBook): string[] {
  const { order_no: order } = payment;
  const faults = KINDS.flatMap((kind) => {
    const moved = sumOf(movements.filter((movement) => movement.kind === kind));
    const least = kind === 'refund' ? capturedOf({ payment, movements }) : fils(payment.amount);
    return moved > least ? [`beyond: ${order}: ${kind} of ${moved} fils in all, of ${least}`] : [];
  });
  if (served.dashboard.length > 0) return faults;
  const turnedAway = operations.filter(({ state, message }) => state === 'rejected' && BEYOND.test(message ?? ''));
  return [
    ...faults,
    ...turnedAway.map(
      ({ operation, amount, message }) =>
        `beyond: ${order}: a ${operation} of ${amount ?? ''} was asked of Ottu, which said: ${message ?? ''}`,
    ),
  ];
}

/** What a caller was told must have stayed true. */
function lies({ served, operations, movements }: ServedBook): string[] {
  return served.asked.flatMap(({ asking: { key }, words }) => {
    const own = new Map(operationsOf(key, operations).map((operation) => [operation.id, operation]));
    const moved = movements.filter(({ trackingKey }) => own.has(trackingKey ?? ''));
    return words.flatMap((word) => {
      const { operation, outcome, asked } = word;
      const said = `lie: ${key} was told ${saying(word)}`;
      if (operation?.state === 'rejected' && moved.some(({ trackingKey }) => trackingKey === operation.id)) {
        return [`${said}, and it was done`];
      }
      if (operation?.state === 'succeeded' && own.get(operation.id)?.state !== 'succeeded') {
        return [`${said}, and it is ${own.get(operation.id)?.state ?? 'gone'}`];
      }
      if (outcome !== 'none') return [];
      if (moved.some(({ movedAt }) => movedAt < asked)) return [`${said} after it was done`];
      return isLast(word, words) && moved.length > 0 ? [`${said}, and it was done`] : [];
    });
  });
}

/** M5a: after it nobody asked again with this key. */
function isLast(word: OperationWord, words: AskedOperation['words']): boolean {
  return words.every((other) => other === word || (other.status !== 0 && other.heard <= word.asked));
}

function saying({ status, code, outcome, operation }: OperationWord): string {
  return `${status} ${operation?.state ?? code ?? ''} ${outcome ?? ''}`.trim();
}

const HELD: ReadonlySet<string> = new Set(['awaiting_approval', 'sending', 'unknown', 'queued']);

/** What an inquiry alone can prove, of which operations may take two. */
const INQUIRIES = 2;

/** Ottu told of it, unproved as its event is, and there is no inquiry left that could prove it: it stays held back. */
function cannotBeProved({ source, state }: BookedOperation, { inquiries }: ServedBook): boolean {
  return source === 'ottu' && state === 'unknown' && inquiries >= INQUIRIES;
}

function unsettled(book: ServedBook): string[] {
  return book.operations.flatMap((operation) =>
    HELD.has(operation.state) && !cannotBeProved(operation, book)
      ? [`unresolved: ${book.payment.order_no}: a ${described(operation)}`]
      : [],
  );
}

/** Of what the dashboard did the service knows what an event told or an inquiry showed. */
function known({ movements, operations, unheard, inquiries }: ServedBook): readonly Movement[] {
  const ofDashboard = new Set(
    movements.flatMap(({ childSessionId: child, trackingKey }) => (trackingKey === null ? [child] : [])),
  );
  const rows = new Map(operations.map((operation) => [operation.session_id, operation.state]));
  return movements.filter(({ childSessionId: child, trackingKey }) => {
    if (rows.get(child) === 'succeeded') return true;
    // Settled by what looked like it and was the dashboard's; that it was done too an inquiry would show.
    const taken = operations.find(({ id }) => id === trackingKey)?.session_id ?? '';
    if (trackingKey !== null) return inquiries < INQUIRIES || !ofDashboard.has(taken);
    return !unheard.has(child) && rows.get(child) !== 'unknown';
  });
}

/** Each movement is one row, and each row that succeeded one movement, of its kind and amount. */
function wrongRows(book: ServedBook): string[] {
  const { payment, operations } = book;
  const faults: string[] = [];
  const left = [...known(book)];
  const succeeded = operations.filter(({ state, operation }) => state === 'succeeded' && isKind(operation));
  for (const operation of succeeded) {
    const fits = ({ kind, amount }: Movement): boolean => kind === operation.operation && amount === operation.amount;
    const exact = left.findIndex((one) => fits(one) && one.childSessionId === operation.session_id);
    const index = exact === -1 ? left.findIndex(fits) : exact;
    if (index === -1) faults.push(`wrong: ${payment.order_no}: a ${described(operation)} is not in Ottu's ledger`);
    else left.splice(index, 1);
  }
  return [
    ...faults,
    ...left.map(({ kind, amount, childSessionId }) => {
      const row = operations.find(({ session_id: child }) => child === childSessionId);
      return `lost: ${payment.order_no}: a ${kind} of ${amount} was done, and is ${row?.state ?? 'no row'}`;
    }),
  ];
}

function wrongSums(book: ServedBook): string[] {
  const { payment, operations } = book;
  const movements = known(book);
  const of = (kind: Kind): bigint => sumOf(movements.filter((movement) => movement.kind === kind));
  const captured = capturedOf({ payment, movements });
  const held = sumOf(operations.filter(({ operation, state }) => operation === 'refund' && HELD.has(state)));
  const left = captured - of('refund') - held;
  const voided = movements.some(({ kind }) => kind === 'void');
  const same = [
    ['refunded_amount', of('refund'), fils(payment.refunded_amount)],
    ['captured_amount', captured, fils(payment.captured_amount)],
    ['refundable_amount', voided || left < 0n ? 0n : left, fils(payment.refundable_amount)],
  ] as const;
  return [
    ...same.flatMap(([name, ledger, stored]) =>
      ledger === stored ? [] : [`money: ${payment.order_no}: ${name} is ${stored} fils, and ${ledger} by the ledger`],
    ),
    ...(voided === payment.voided ? [] : [`money: ${payment.order_no}: voided is ${payment.voided}`]),
  ];
}

const TOLD: Readonly<Record<Kind, string>> = {
  refund: 'payment.refunded',
  capture: 'payment.captured',
  void: 'payment.voided',
};

/** M81, M90: what the merchant was told adds up to what was done. */
function wrongEvents(book: ServedBook, events: readonly SeenEvent[]): string[] {
  return KINDS.flatMap((kind) => {
    const done = known(book).filter((movement) => movement.kind === kind);
    const told = events.flatMap(({ type, operationAmount }) =>
      type === TOLD[kind] ? [{ amount: operationAmount ?? '0.000' }] : [],
    );
    return told.length === done.length && sumOf(told) === sumOf(done)
      ? []
      : [
          `events: ${book.payment.order_no}: ${TOLD[kind]} was told ${told.length} times, of ${sumOf(told)} fils in all; ` +
            `done was ${done.length} times, ${sumOf(done)}`,
        ];
  });
}

/** What was taken for good: all of it at once, or what was captured of a hold. */
function capturedOf({ payment, movements }: Pick<ServedBook, 'payment' | 'movements'>): bigint {
  const captures = movements.filter(({ kind }) => kind === 'capture');
  if (captures.length > 0) return sumOf(captures);
  return payment.state === 'paid' ? fils(payment.amount) : 0n;
}

function operationsOf(key: string, operations: readonly BookedOperation[]): BookedOperation[] {
  return operations.filter(({ reason }) => reason === key);
}

function isKind(text: string): text is Kind {
  return KINDS.some((kind) => kind === text);
}

function described({ operation, amount, state, source }: BookedOperation): string {
  return `${operation} of ${amount ?? 'nothing'} (${source}), which is ${state},`;
}

/** All amounts here are dinars, which have three digits. */
function fils(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

function sumOf(amounts: readonly { readonly amount: string | null }[]): bigint {
  return amounts.reduce((sum, { amount }) => sum + fils(amount ?? '0.000'), 0n);
}
