import { JsonReadError } from './json-read-error.ts';

/** The few characters that give JSON its structure. */
export const CODE = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

/** The place after the string whose opening quote is at `start`; the end of the text if it is never closed. */
export function afterString(text: string, start: number): number {
  for (let from = start + 1; ;) {
    // The engine looks for the quote many characters at a time; most strings have nothing else to stop at.
    const quote = text.indexOf('"', from);
    if (quote === -1) return text.length;
    let first = quote;
    while (first > from && text.charCodeAt(first - 1) === CODE.backslash) first -= 1;
    // Backslashes before it escape each other in pairs; an odd one escapes the quote.
    if ((quote - first) % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

/** The place after a number, `true`, `false` or `null`, or after any other text in its place. */
export function afterLiteral(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && !endsLiteral(text.charCodeAt(at))) at += 1;
  return at;
}

/**
 * The place after the value that begins at `start`, passed over as one span of text: nothing is built of it, and depth is
 * counted, not recursed into.
 *
 * @param levels how deep its objects and arrays may nest.
 * @throws JsonReadError `too_deep`
 */
export function afterValue(text: string, start: number, levels = Number.POSITIVE_INFINITY): number {
  const first = text.charCodeAt(start);
  if (first === CODE.quote) return afterString(text, start);
  if (first !== CODE.openBrace && first !== CODE.openBracket) return afterLiteral(text, start);
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === CODE.quote) {
      at = afterString(text, at);
      continue;
    }
    at += 1;
    if (code === CODE.openBrace || code === CODE.openBracket) {
      depth += 1;
      if (depth > levels) throw new JsonReadError('too_deep');
    } else if (code === CODE.closeBrace || code === CODE.closeBracket) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return text.length;
}

/** JSON's own white space; no other. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The value of a string that is given with its quotes and escapes. */
export function decoded(source: string): string {
  if (!source.includes('\\')) return source.slice(1, -1);
  try {
    return JSON.parse(source) as string;
  } catch {
    throw new JsonReadError('malformed');
  }
}

function endsLiteral(code: number): boolean {
  switch (code) {
    case CODE.quote:
    case CODE.comma:
    case CODE.colon:
    case CODE.openBracket:
    case CODE.closeBracket:
    case CODE.openBrace:
    case CODE.closeBrace:
      return true;
    default:
      return isSpace(code);
  }
}
