import type { Answer } from '../http/answer.ts';
import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { signed } from '../payments/event.ts';
import type { World } from '../world.ts';
import type { Fault } from './fault.ts';

/** The answer after the faults that change its members. */
export function changeAnswer(
  world: Pick<World, 'hmacKey' | 'switches'>,
  answer: Answer,
  faults: readonly Fault[],
): Answer {
  return faults.reduce((current, fault) => {
    if (!isObject(current.body)) return current;
    if (fault.kind === 'tamper') return { ...current, body: withMembers(current.body, fault.set) };
    if (fault.kind === 'resign') return { ...current, body: signed(world, withMembers(current.body, fault.set)) };
    if (fault.kind === 'drop_signature') return { ...current, body: withMembers(current.body, { signature: null }) };
    return current;
  }, answer);
}

/** With members changed; null removes one. */
export function withMembers(body: JsonObject, set: JsonObject): JsonObject {
  const changed = { ...body, ...set };
  return Object.fromEntries(Object.entries(changed).filter(([name, value]) => value !== null || !(name in set)));
}
