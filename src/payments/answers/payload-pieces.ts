import { JsonDocument } from '../../json/json-document.ts';

/**
 * What cryptograms, signatures and tokens have at least, and words of a gateway have not. A payer writes his payload
 * himself: whatever shorter pieces of it were looked for, he could have the gateway's own words blanked by them.
 */
export const PIECE = 16;

/** Google Pay has JSON in a text of its payload, and its own texts once more in that; gateways wrap it in base64. */
const MAX_TEXTS_IN_TEXTS = 4;

/**
 * Members of wallets that hold secrets, and whatever gateways call theirs: Apple's `data`, `signature`,
 * `ephemeralPublicKey`, `wrappedKey`, `publicKeyHash`, `applicationData`; Google's `token`, `signedMessage`,
 * `encryptedMessage`, `tag`, `intermediateSigningKey`; `onlinePaymentCryptogram`, `cavv`, `wallet_code`. What stands
 * inside such a member is as secret as it.
 */
const SECRET_MEMBER =
  /^(?:data|tag|pan|pin|otp|number|nonce)$|token|crypt|sign|secret|key|hash|[ct]avv|payment_?data|application_?data|emv_?data|wallet_?code|password|credential|authentication_?value|cv[vc]|jw[est]|(?:account|card)_?number/i;

/** Tells which 16 characters in a row a payload has. */
export interface PayloadPieces {
  /** From members that hold secrets: each is one. */
  readonly secret: Pieces;
  /** From all others: a secret unless it reads as words do. */
  readonly other: Pieces;
}

/** While so few were asked for, looking through the text for each costs less than to list all that it has. */
const MOST_SEARCHES = 64;
/** Between words; a piece that holds one is at worst blanked without need. */
const BETWEEN = '\0';

/** Every piece of some words that is long enough: no list of secrets grows with how often each is looked for. */
export class Pieces {
  readonly #words: readonly string[];
  #text: string | undefined;
  #all: ReadonlySet<string> | undefined;
  #searches = 0;

  constructor(words: readonly string[]) {
    this.#words = words.filter((word) => word.length >= PIECE);
  }

  get isEmpty(): boolean {
    return this.#words.length === 0;
  }

  /** @param piece of 16 characters. */
  has(piece: string): boolean {
    this.#searches += 1;
    if (this.#searches > MOST_SEARCHES) return (this.#all ??= piecesOfWords(this.#words)).has(piece);
    return (this.#text ??= this.#words.join(BETWEEN)).includes(piece);
  }
}

/**
 * Every piece of a payload that is long enough.
 *
 * @param payload plain JSON data, which whoever read it has bounded. What is no object is a secret itself.
 */
export function piecesOf(payload: unknown): PayloadPieces {
  const secret: string[] = [];
  const other: string[] = [];
  const isObject = typeof payload === 'object' && payload !== null && !Array.isArray(payload);
  for (const [word, isSecret] of wordsOf(payload, !isObject, MAX_TEXTS_IN_TEXTS)) {
    (isSecret ? secret : other).push(word);
    if (!isSecret) for (const [number] of word.matchAll(CARD)) secret.push(number);
  }
  return { secret: new Pieces(secret), other: new Pieces(other) };
}

function piecesOfWords(words: readonly string[]): ReadonlySet<string> {
  const pieces = new Set<string>();
  for (const word of words) {
    for (let start = 0; start + PIECE <= word.length; start += 1) pieces.add(word.slice(start, start + PIECE));
  }
  return pieces;
}

/** A word, and whether a member that holds secrets holds it. */
type Word = readonly [word: string, isSecret: boolean];

/** Sentences are no secrets; base64 is, in lines too. Of JSON in a text, what it holds. */
function* wordsOf(value: unknown, isSecret: boolean, texts: number): Generator<Word> {
  if (typeof value === 'number') {
    yield [String(value), isSecret];
  } else if (typeof value === 'string') {
    if (value.length < PIECE) return;
    const plain = texts > 0 && /^\s*[{[]/.test(value) ? parsed(Buffer.from(value)) : undefined;
    if (plain === undefined) for (const word of value.split(/\s+/)) yield [word, isSecret];
    const inner = plain ?? (texts > 0 && BASE64_OF_JSON.test(value) ? parsed(Buffer.from(value, 'base64')) : undefined);
    if (inner !== undefined) yield* wordsOf(inner, isSecret, texts - 1);
  } else if (Array.isArray(value)) {
    for (const item of value) yield* wordsOf(item, isSecret, texts);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      yield* wordsOf(item, isSecret || SECRET_MEMBER.test(name), texts);
    }
  }
}

/** `{"`, `[{` and `{` with a line behind it, as base64 begins with them. */
const BASE64_OF_JSON = /^(?:ey|ew|W3s)[A-Za-z0-9+/_-]+={0,2}$/;

function parsed(bytes: Buffer): unknown {
  try {
    return JsonDocument.parse(bytes).value;
  } catch {
    return undefined;
  }
}

/** As many digits in a row, or in groups, as a card's number has, and a token of Ottu's in its place. */
const CARD = /(?<![\d-])\d(?:-?\d){14,18}(?![\d-])/g;

/** Letters of one case in a row, with one capital before them or not, and digits in a row. */
const PARTS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g;

/** Of 16 characters. `CardNotAccepted` has two, and cryptograms some seven. */
const MOST_CHANGES = 3;

/**
 * Whether a piece reads as words and numbers do: `TRANSACTION_DECL`, `sactionDeclinedB`, `ORD-2026-0000001`. Within
 * base64 and hexadecimal bytes letters and digits, and their cases, change at every second character.
 */
export function readsAsWords(piece: string): boolean {
  if (/\+|=(?![A-Za-z0-9])/.test(piece)) return false;
  let changes = 0;
  let toDigits = 0;
  for (const run of piece.match(/[A-Za-z0-9]+/g) ?? []) {
    const parts = run.match(PARTS) ?? [];
    if (parts.length === 1 && run.length >= PIECE && /[A-Za-z]/.test(run)) return false;
    changes += parts.length - 1;
    toDigits += parts.filter(
      (part, index) => index > 0 && /\d/.test(part) !== /\d/.test(parts[index - 1] ?? ''),
    ).length;
  }
  return changes <= MOST_CHANGES && toDigits <= 1;
}
