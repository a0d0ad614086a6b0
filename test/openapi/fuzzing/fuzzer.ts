import fc from 'fast-check';

import type { Simulator } from '../../../sandbox/simulator.ts';
import { signedIfPossible } from '../../hostile/hostile-client.ts';
import { Wire, type Answer, type Sent } from '../../hostile/wire.ts';
import { authorization } from '../../support/service-keys.ts';
import { DocumentedAnswers, jsonOf } from './documented-answer.ts';
import type { Operation, WrittenDocument } from './document.ts';
import { isExcused, isExcusedCode, isLooser, isOttusRefusal } from './exceptions.ts';
import { bodyText, draftsFor, parameterText, type Caller, type Draft, type Names } from './requests.ts';
import type { Known } from './shop.ts';
import { verdictOn, type Judged, type Verdict } from './validity.ts';

/** A request that was answered otherwise than the document says. */
export class Mismatch extends Error {
  constructor(
    /** The same for every request that meets the same fault. */
    readonly complaint: string,
    request: string,
  ) {
    super(`${complaint}\n    ${request}`);
  }
}

/** Whom requests are sent to, and what is known of it. */
export interface Fuzzed {
  readonly service: { readonly url: string; readonly simulator: Pick<Simulator, 'requests' | 'hmacKey'> };
  /** Headers of those whom the document lets through. */
  readonly customer: string;
  readonly serviceKey: string;
  readonly keyWithoutScopes: string;
  /** What there is of a kind, by the part of an address that stands before its id, or by the name of a member. */
  readonly known: (kind: string) => readonly Known[];
}

interface Written {
  readonly sent: Sent;
  readonly judged: Judged;
}

/** Sends what fast-check thinks of, and holds each answer against the document. */
export class Fuzzer {
  readonly #wire: Wire;
  readonly #answers: DocumentedAnswers;
  /** How many answers there were of each status, and how many requests were right by the document. */
  readonly counts = new Map<string, number>();

  constructor(
    private readonly shop: Fuzzed,
    document: WrittenDocument,
    networks?: number,
  ) {
    this.#wire = new Wire(shop.service.url, networks);
    this.#answers = new DocumentedAnswers(document);
  }

  close(): void {
    this.#wire.close();
  }

  /**
   * Every kind of mismatch of an operation, each with the shortest request that fast-check finds.
   *
   * @param most kinds are looked for.
   */
  async mismatchesOf(operation: Operation, run: { readonly seed: number; readonly runs: number }, most = 8) {
    const found: Mismatch[] = [];
    const seen = new Set<string>();
    while (found.length < most) {
      const { errorInstance } = await fc.check(
        fc.asyncProperty(draftsFor(operation), async (draft) => {
          const mismatch = await this.mismatch(operation, draft);
          if (mismatch !== undefined && !seen.has(mismatch.complaint)) throw mismatch;
        }),
        { seed: run.seed, numRuns: run.runs },
      );
      if (errorInstance === null || errorInstance === undefined) break;
      if (!(errorInstance instanceof Mismatch)) throw errorInstance;
      seen.add(errorInstance.complaint);
      found.push(errorInstance);
    }
    return found.map(({ message }) => message);
  }

  /** Sends one request; nothing where the answer is the document's. */
  async mismatch(operation: Operation, draft: Draft): Promise<Mismatch | undefined> {
    const { sent, judged } = this.#write(operation, draft);
    const before = this.shop.service.simulator.requests().at(-1)?.id ?? 0;
    const answer = await this.#wire.send(sent);
    const verdict = verdictOn(judged);
    this.#count(operation, answer, verdict);
    const toOttu = this.shop.service.simulator.requests().filter(({ id }) => id > before);
    const complaint =
      this.#answers.complaintAbout(operation, answer) ??
      aboutStatus(
        answer,
        toOttu.map(({ answer_status: status }) => status ?? 0),
      ) ??
      aboutCaller(draft.caller, answer) ??
      aboutVerdict(operation, draft.caller, verdict, answer);
    return complaint === undefined ? undefined : new Mismatch(complaint, asCurl(sent, answer));
  }

  #count({ id }: Operation, { status }: Answer, verdict: Verdict | undefined): void {
    const judged = verdict === undefined ? 'open' : (['wrong', 'right'] as const)[Number(verdict.valid)];
    for (const kind of [`${id} ${judged} ${status}`]) this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }

  #write(operation: Operation, draft: Draft): Written {
    const path: Record<string, string> = {};
    const encodedPath: Record<string, string> = {};
    const headers: Record<string, string> = {};
    const query: Record<string, string> = {};
    const pairs: string[] = [];
    let readable = draft.query === 'plain';
    const chosen = this.#knownIn(operation, draft);
    for (const [index, parameter] of operation.parameters.entries()) {
      const choice = draft.parameters[index];
      if (choice === undefined) continue;
      const names: Names = {
        known: (name) => knownText(chosen, operation.path, name) ?? this.#names.known(name, choice.pick),
      };
      const written = parameterText(parameter, choice, names);
      if (written === undefined) continue;
      const { text, encoded } = written;
      const { name } = parameter;
      switch (parameter.in) {
        case 'path':
          // An empty part of an address, and one of dots, is another address.
          encodedPath[name] = (encoded ? text : encodeURIComponent(text.toWellFormed())) || 'x';
          path[name] = decoded(encodedPath[name]) ?? '\ufffd';
          if (/^\.{1,2}$/.test(text)) encodedPath[name] = path[name] = 'x';
          break;
        case 'query': {
          const value = encoded ? text : encodeURIComponent(text.toWellFormed());
          const asRead = decoded(value.replaceAll('+', ' '));
          if (asRead === undefined) readable = false;
          else query[name] = asRead;
          pairs.push(`${draft.query === 'bracketed' ? `${name}[]` : name}=${value}`);
          if (draft.query === 'twice') pairs.push(`${name}=${value}`);
          break;
        }
        case 'header':
          headers[name.toLowerCase()] = forHead(text);
      }
    }
    if (draft.query === 'unknown') pairs.push('unknown=1');
    for (const [name, value] of draft.headers) headers[name] = forHead(value);
    const body = this.#body(operation, draft);
    if (body !== undefined && body.type !== '') headers['content-type'] = body.type;
    Object.assign(headers, this.#credentials(operation, draft, chosen));
    const target = operation.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodedPath[name] ?? 'x');
    return {
      sent: {
        method: operation.method,
        path: pairs.length === 0 ? target : `${target}?${pairs.join('&')}`,
        headers,
        body: body?.text,
      },
      judged: { operation, path, query: readable ? query : undefined, headers: trimmed(headers), body },
    };
  }

  #keys = 0;
  readonly #names: Names = {
    known: (name, index) => {
      if (name === 'Idempotency-Key') return this.#idempotencyKey(index);
      const all = this.shop.known(name);
      return all[index % Math.max(all.length, 1)]?.id;
    },
  };

  /** A new one, as each intent has; now and then the one before. */
  #idempotencyKey(index: number): string {
    if (index % 8 > 0) this.#keys += 1;
    return `fuzz-${this.#keys}`;
  }

  /** What there is for the parameters of an address: where one belongs to another, both go together. */
  #knownIn({ path, parameters }: Operation, draft: Draft): ReadonlyMap<string, Known> {
    const found = new Map<string, Known>();
    for (const [part, name] of partsOf(path).toReversed()) {
      const index = parameters.findIndex((one) => one.name === name);
      const all = this.shop.known(part);
      const known = all[(draft.parameters[index]?.pick ?? 0) % Math.max(all.length, 1)];
      const under = [...found.values()].find((one) => one.under !== undefined)?.under;
      if (under !== undefined) found.set(name, { id: under });
      else if (known !== undefined) found.set(name, known);
    }
    return found;
  }

  #body(operation: Operation, draft: Draft): Judged['body'] {
    const body = bodyText(operation, draft.body, this.#names);
    if (body === undefined || !operation.fromOttu) return body;
    // Only what is signed says anything; the examples of the document are, with the simulator's own key.
    const key = draft.caller === 'right' ? this.shop.service.simulator.hmacKey : 'somebody else';
    if (body.type === 'application/json') return { ...body, text: signedIfPossible(body.text, key) };
    const forged = body.text.replaceAll(/[0-9a-f]{64}/g, '0'.repeat(64));
    return draft.caller === 'right' ? body : { ...body, text: forged };
  }

  #credentials(operation: Operation, { caller, alternative }: Draft, known: ReadonlyMap<string, Known>) {
    const schemes = operation.security[alternative % operation.security.length] ?? [];
    const cart = [...known.values()].find(({ token }) => token !== undefined);
    const headers: Record<string, string> = {};
    if (caller === 'nobody') return headers;
    for (const scheme of schemes) {
      switch (scheme) {
        case 'service_key':
          headers['authorization'] = this.#serviceKey(caller);
          if (caller === 'browser') headers['origin'] = 'https://evil.example';
          break;
        case 'customer_jwt':
          headers['authorization'] = caller === 'wrong_secret' ? 'Bearer a.b.c' : this.shop.customer;
          break;
        case 'cart_token':
          headers['cart-token'] = this.#cartToken(caller, cart);
      }
    }
    return headers;
  }

  #serviceKey(caller: Caller): string {
    if (caller === 'wrong_secret') return `${this.shop.serviceKey}x`;
    if (caller === 'no_scope') return this.shop.keyWithoutScopes;
    return caller === 'expired' ? authorization('old') : this.shop.serviceKey;
  }

  #cartToken(caller: Caller, cart: Known | undefined): string {
    if (caller === 'wrong_secret') return 'x'.repeat(43);
    const other = this.shop.known('carts').find(({ id }) => id !== cart?.id);
    return (caller === 'other_cart' ? other : cart)?.token ?? '';
  }
}

/** Each parameter of an address with the part that stands before it. */
export function partsOf(path: string): (readonly [part: string, name: string])[] {
  return [...path.matchAll(/([^/]+)\/\{(\w+)\}/g)].map(([, part = '', name = '']) => [part, name]);
}

function knownText(chosen: ReadonlyMap<string, Known>, path: string, name: string): string | undefined {
  if (name.toLowerCase() !== 'if-match') return chosen.get(name)?.id;
  const last = partsOf(path).at(-1)?.[1] ?? '';
  const tags = [chosen.get(last), ...chosen.values()].map((known) => known?.tag);
  return tags.find((tag) => tag !== undefined) ?? '"v1"';
}

function aboutStatus({ status, text }: Answer, ottuSaid: readonly number[]): string | undefined {
  if (status < 500) return undefined;
  const { code } = (jsonOf(text) ?? {}) as { readonly code?: string };
  return isOttusRefusal(String(code), ottuSaid) ? undefined : `${status} ${code ?? text.slice(0, 200)}`;
}

function aboutCaller(caller: Caller, { status }: Answer): string | undefined {
  return caller !== 'right' && status < 300 ? `${status} to a caller with ${caller}` : undefined;
}

function aboutVerdict(
  operation: Operation,
  caller: Caller,
  verdict: Verdict | undefined,
  answer: Answer,
): string | undefined {
  if (verdict === undefined) return undefined;
  const { status, text } = answer;
  if (!verdict.valid) {
    return status < 300 && !isLooser(operation.id, verdict.because)
      ? `${status} although ${verdict.because}`
      : undefined;
  }
  if (caller !== 'right') return undefined;
  const { code, errors = [] } = (jsonOf(text) ?? {}) as {
    readonly code?: string;
    readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
  };
  if (![400, 413, 415, 428].includes(status)) return undefined;
  if (isExcusedCode(String(code))) return undefined;
  const unexcused = errors.filter((fault) => !isExcused(fault));
  if (errors.length > 0 && unexcused.length === 0) return undefined;
  const [first] = unexcused;
  return `${status} ${String(code)} to a right request: ${first === undefined ? '' : `${first.pointer} ${first.message}`}`;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Node sends nothing else in a head; further characters would be two requests. */
function forHead(value: string): string {
  return value.replaceAll(/[^\t\u0020-\u007e\u0080-\u00ff]/g, '?');
}

/** As a server reads them. */
function trimmed(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.trim()]));
}

/** Short enough to read, and to be pasted where nothing is cut off. */
function asCurl({ method, path, headers, body }: Sent, answer: Answer): string {
  const quoted = (text: string): string => `'${cut(text).replaceAll("'", String.raw`'\''`)}'`;
  const heads = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${String(value)}`)}`);
  const data = body === undefined ? [] : [`-d ${quoted(String(body))}`];
  return `curl -X ${method} ${[quoted(path), ...heads, ...data].join(' ')}\n    -> ${answer.status} ${cut(answer.text)}`;
}

function cut(text: string): string {
  return text.length > 600 ? `${text.slice(0, 600)}… (${text.length} characters)` : text;
}
