import {
  createServerClient,
  type IntentRecord,
  type IntentStore,
  type ServerClient,
} from '../../clients/server/src/index.ts';
import { authorization, type TestCaller } from '../support/service-keys.ts';

/** The secret of a test's caller, as its server has it. */
export function serviceKeyOf(caller: TestCaller): string {
  return authorization(caller).replace('Api-Key ', '');
}

/** Intents of one process that does not end. */
export class MemoryIntents implements IntentStore {
  readonly rows = new Map<string, IntentRecord>();

  get = async (intent: string): Promise<IntentRecord | undefined> => this.rows.get(intent);

  put = async (intent: string, record: IntentRecord): Promise<IntentRecord> => {
    const kept = this.rows.get(intent) ?? record;
    this.rows.set(intent, kept);
    return kept;
  };
}

/** Something to fetch by, which hears of every answer when it has come whole. */
export function listeningFetch(heard: (answer: Response) => void): typeof globalThis.fetch {
  return async (...parameters) => {
    const answer = await fetch(...parameters);
    const whole = new Response(await answer.text(), answer);
    heard(whole);
    return whole;
  };
}

export interface ClientAt {
  readonly caller?: TestCaller;
  readonly store?: IntentStore;
  readonly timeoutMs?: number;
  readonly fetch?: typeof globalThis.fetch;
}

export function clientAt(
  url: string,
  { caller = 'shop', store = new MemoryIntents(), ...more }: ClientAt = {},
): ServerClient {
  return createServerClient({ baseUrl: url, serviceKey: serviceKeyOf(caller), store, ...more });
}
