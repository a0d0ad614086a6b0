/** What stands at the beginning of a line, in this order; the rest follows as `name=value`. */
const FIRST = new Set(['time', 'level', 'context', 'msg', 'err']);
const COLORS: Readonly<Record<string, number>> = { fatal: 31, error: 31, warn: 33, info: 32, debug: 90, trace: 90 };
/** Anything else could be a command to a terminal. */
const PLAIN = /^[\x21-\x7E]+$/;

/** Lines for people at a terminal instead of JSON; it holds what the JSON held, which has passed the allow-list. */
export function prettyStream(out: { write(text: string): unknown }): { write(line: string): void } {
  return { write: (line) => void out.write(prettyLine(JSON.parse(line) as Record<string, unknown>)) };
}

export function prettyLine(line: Readonly<Record<string, unknown>>): string {
  const { time, level, context, msg, err } = line;
  const color = COLORS[String(level)] ?? 0;
  const fields = Object.entries(line).filter(([name]) => !FIRST.has(name));
  const head = [
    `\u001B[90m${String(time).slice(11, 23)}\u001B[0m`,
    `\u001B[${color}m${String(level).toUpperCase().padEnd(5)}\u001B[0m`,
    ...(context === undefined ? [] : [`[${plainWords(context)}]`]),
    plainWords(msg),
    ...fields.map(([name, value]) => `\u001B[90m${name}=\u001B[0m${plain(value)}`),
  ];
  return `${head.join(' ')}\n${prettyError(err, '')}`;
}

function plain(value: unknown): string {
  const text = String(value);
  return PLAIN.test(text) ? text : JSON.stringify(text).replaceAll(/[^\x20-\x7E]/g, '?');
}

/** Words of ours, which may have line breaks and other alphabets, but tell a terminal nothing. */
function plainWords(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ') : '';
}

function prettyError(value: unknown, before: string): string {
  if (typeof value !== 'object' || value === null) return '';
  const { name, code, message, stack, cause } = value as Readonly<Record<string, unknown>>;
  const words = [name, code, message].filter((word) => word !== undefined).map(plainWords);
  const frames = typeof stack === 'string' ? stack.split('\n').map(plainWords) : [];
  const lines = [`    ${before}${words.join(' ')}`, ...frames].map((text) => `${text}\n`).join('');
  return lines + prettyError(cause, 'because of ');
}
