import { createScanner } from 'jsonc-parser';

/** jsonc-parser's token kinds: an ambient const enum, which modules compiled one by one cannot import. */
const TOKEN = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, colon: 6, string: 10, end: 17 } as const;

/** Whether brackets nest deeper than `limit` (a scalar has depth 0). Never recurses, so that any depth can be asked. */
export function isDeeperThan(text: string, limit: number): boolean {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (;;) {
    const token: number = scanner.scan();
    switch (token) {
      case TOKEN.openBrace:
      case TOKEN.openBracket:
        depth += 1;
        if (depth > limit) return true;
        break;
      case TOKEN.closeBrace:
      case TOKEN.closeBracket:
        depth -= 1;
        break;
      case TOKEN.end:
        return false;
      default:
    }
  }
}

/**
 * Whether any object at any depth has a member of one of these names, escapes decoded, doubled members included.
 * `text` must be valid JSON, where a colon follows nothing but a member's name.
 */
export function namesAnyOf(text: string, names: ReadonlySet<string>): boolean {
  const scanner = createScanner(text, true);
  let candidate = false;
  for (;;) {
    const token: number = scanner.scan();
    if (token === TOKEN.end) return false;
    if (token === TOKEN.colon && candidate) return true;
    candidate = token === TOKEN.string && names.has(scanner.getTokenValue());
  }
}
