import { request } from 'undici';

import { fail, ok, unanswered, warn, wordOf, type Check, type Finding } from '../check.ts';
import { placeOf } from './addresses.ts';

const PATH = '/v1/webhooks/ottu';
/** The service's own words to an event that nobody has signed. */
const REFUSAL = 'webhook_not_verified';
const DEADLINE_MS = 10_000;
/** A problem document has at most this. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** What a firewall between Ottu and here does, and which instance of this service it is, nobody inside can say. */
const FROM_INSIDE = 'Seen from here; whether Ottu gets through too, the first webhook tells';

/** Whether an event of Ottu would reach this service: by one without a signature, which is refused and stored nowhere. */
export const WEBHOOK_URL: Check = {
  name: 'webhook-url',
  run: async ({ settings: { http, ottu } }) => {
    const [place, ofOttu] = await Promise.all([placeOf(http.publicUrl), placeOf(ottu.baseUrl)]);
    if (place === undefined) {
      return [
        fail(`the name in PUBLIC_URL (${http.publicUrl}) does not resolve`, 'mend PUBLIC_URL, or its DNS record'),
      ];
    }
    // An Ottu on this machine, or in this network, is a simulator.
    const isUnreachable = place.isPrivate && ofOttu?.isPrivate !== true;
    return [
      ...(isUnreachable ? [outOfReach(http.publicUrl, { isCertain: place.literal, mode: ottu.mode })] : []),
      await answerAt(`${http.publicUrl}${PATH}`),
    ];
  },
};

function outOfReach(
  publicUrl: string,
  { isCertain, mode }: { readonly isCertain: boolean; readonly mode: 'sandbox' | 'live' },
): Finding {
  const todo =
    'set PUBLIC_URL to an address that the internet reaches; until then payments are found out by asking, later';
  if (!isCertain) {
    return warn(
      `PUBLIC_URL (${publicUrl}) is a private address from here: does its name lead elsewhere from outside?`,
      todo,
    );
  }
  const seen = `PUBLIC_URL (${publicUrl}) is a private address: no webhook of Ottu can arrive`;
  return mode === 'live' ? fail(seen, todo) : warn(seen, todo);
}

async function answerAt(url: string): Promise<Finding> {
  let answer: { readonly status: number; readonly code: unknown };
  try {
    answer = await post(url);
  } catch (error) {
    const word = wordOf(error);
    if (word === 'TIMEOUT' || word === 'UND_ERR_CONNECT_TIMEOUT') {
      return warn(
        `${url} does not answer from here (${word}); some networks do not let their own machines reach them from outside`,
        'try it from outside: an empty POST is answered with webhook_not_verified',
      );
    }
    return unanswered(
      `${url} cannot be reached from here (${word})`,
      word,
      'start the service and what stands in front of it; before the first start: --skip webhook-url',
    );
  }
  if (answer.code === REFUSAL) return ok(`this service answers at ${url}. ${FROM_INSIDE}`);
  return fail(
    `${url} answers ${answer.status}, and not as this service does: somebody else is there, or a proxy changes the path`,
    'lead PUBLIC_URL, its path included, to PORT of this service',
  );
}

async function post(url: string): Promise<{ readonly status: number; readonly code: unknown }> {
  const answer = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'user-agent': 'ottu-bff-doctor' },
    body: '{}',
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop early closes the connection.
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) break;
    chunks.push(chunk);
  }
  return { status: answer.statusCode, code: codeIn(Buffer.concat(chunks).toString('utf8')) };
}

function codeIn(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'code' in value ? value.code : undefined;
  } catch {
    return undefined;
  }
}
