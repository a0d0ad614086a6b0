/**
 * Bodies that are small to send and were dear to read: each is one kind of work that grows faster than its text where a
 * reader is careless. Shared by the test through HTTP and the benchmark.
 */
export interface HostileBody {
  readonly name: string;
  readonly text: string;
}

/** The limit of the larger routes; everything here fits into it. */
const LARGE = 256 * 1024;
/** The limit of events from Ottu. */
const EVENT = 1024 * 1024;
/** The limit of shoppers' routes. */
const SMALL = 32 * 1024;

/** As many as fit into `bytes`, between `before` and `after`. */
function filled(before: string, piece: string, after: string, bytes: number): string {
  const count = Math.floor((bytes - Buffer.byteLength(before + after)) / (Buffer.byteLength(piece) + 1));
  return `${before}${Array.from({ length: count }, () => piece).join(',')}${after}`;
}

/** Of one member whose name is `length` characters long, a list of these pieces. */
function underName(character: string, length: number, piece: string, bytes: number): string {
  return filled(`{"${character.repeat(length)}":[`, piece, ']}', bytes);
}

/** The bodies with which the process was stopped or ended before there were limits. */
export function seenToKill(): HostileBody[] {
  const doubled = '{"a":0,"a":0}';
  return [
    { name: 'doubled members under a long name', text: underName('n', 120_000, doubled, LARGE) },
    { name: 'doubled members under a long name of ~', text: underName('~', 120_000, doubled, LARGE) },
    { name: 'doubled members under a long name of /', text: underName('/', 120_000, doubled, LARGE) },
    { name: '__proto__ members under a long name', text: underName('n', 60_000, '{"__proto__":0}', 177_000) },
    { name: '80,000 items', text: filled('{"currency_code":"KWD","items":[', '{}', ']}', 240_060) },
  ];
}

/** The same kinds within the limit of a shopper's route, and others. */
export function small(): HostileBody[] {
  return [
    { name: 'a name of 2,000 characters', text: underName('n', 2_000, '{"a":0,"a":0}', SMALL) },
    { name: 'a name of 1,024 ~ over doubled members', text: underName('~', 1_024, '{"a":0,"a":0}', SMALL) },
    { name: 'a name of 1,024 / over __proto__ members', text: underName('/', 1_024, '{"__proto__":0}', SMALL) },
    { name: '10,000 items', text: filled('{"currency_code":"KWD","items":[', '{}', ']}', SMALL) },
    { name: '16,000 numbers as items', text: filled('{"currency_code":"KWD","items":[', '0', ']}', SMALL) },
    { name: 'thousands of unknown members', text: numbered('"n', '":0', SMALL) },
    { name: 'one object with one name 5,000 times', text: filled('{', '"a":0', '}', SMALL) },
    { name: 'nested 10,000 deep', text: `${'['.repeat(10_000)}${']'.repeat(10_000)}` },
    { name: 'nested without an end', text: '{"a":'.repeat(6_000) },
  ];
}

/** What is left to try at the size of the larger routes. */
export function large(): HostileBody[] {
  return [
    { name: '19,000 members', text: numbered('"n', '":0', LARGE, 19_000) },
    { name: 'doubled members under 60 long names', text: nestedNames() },
    { name: '6,000 items with doubled SKUs', text: filled('{"items":[', '{"sku":"A","quantity":1}', ']}', 150_000) },
    { name: 'more nodes than are taken', text: filled('{"items":[', '0', ']}', LARGE) },
    { name: 'one string', text: `{"currency_code":"${'x'.repeat(LARGE - 30)}"}` },
    { name: 'one string of escapes', text: `{"currency_code":"${String.raw`\u0041`.repeat(43_000)}"}` },
    { name: 'white space', text: `${' '.repeat(LARGE - 2)}{}` },
    { name: 'percent signs', text: '%25'.repeat(87_000) },
    { name: 'pairs of a form', text: 'a=b&'.repeat(65_000) },
    { name: 'brackets', text: '['.repeat(LARGE) },
  ];
}

/** The same kinds at the size of events. */
export function events(): HostileBody[] {
  return [
    { name: '19,000 members', text: numbered('"order_no', `":"${'x'.repeat(30)}"`, EVENT, 19_000) },
    { name: 'one object with one name as often as fits', text: filled('{', '"order_no":"A"', '}', EVENT) },
    { name: 'one name without an end', text: `{"${'order_no'.repeat(131_000)}` },
    { name: 'order numbers that never end', text: '"order_no":"'.repeat(87_000) },
    { name: 'order numbers and white space', text: `"order_no"${' '.repeat(20)}`.repeat(34_000) },
    { name: 'one order number', text: `{"order_no":"${'x'.repeat(EVENT - 30)}"}` },
    { name: 'one string of escapes', text: `{"state":"${String.raw`\u0041`.repeat(174_000)}"}` },
    { name: 'white space', text: `${' '.repeat(EVENT - 2)}{}` },
    { name: 'pairs of a form', text: 'order_no=&'.repeat(104_000) },
    { name: 'brackets', text: '['.repeat(EVENT) },
  ];
}

function numbered(before: string, after: string, bytes: number, most = Number.POSITIVE_INFINITY): string {
  const members: string[] = [];
  for (let size = 2; members.length < most;) {
    const member = `${before}${members.length}${after}`;
    size += member.length + 1;
    if (size > bytes) break;
    members.push(member);
  }
  return `{${members.join(',')}}`;
}

/** Long names one inside the other: the pointer to what is doubled at the bottom has all of them. */
function nestedNames(): string {
  const name = '/'.repeat(1_000);
  const before = `{"${name}":`.repeat(60);
  return `${filled(`${before}[`, '{"a":0,"a":0}', ']', LARGE - 60)}${'}'.repeat(60)}`;
}
