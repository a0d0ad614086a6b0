import { isObject } from '../json.ts';

const CREATE = /^\/b\/checkout\/v1\/pymt-txn\/?$/;
/** Inquiry, operations, payments: their bodies say what they are about. */
const ASKS = '/b/pbl/v2/';

export const isCreate = ({ method, path }: { readonly method: string; readonly path: string }): boolean =>
  method === 'POST' && CREATE.test(path);

/** What was before a reset. A client that still asks about it is not part of what is looked at now. */
export interface Forgotten {
  add(names: Iterable<string>): void;
  /** Whether a request is about it: by its path, or by what its body names. A create takes its order number back. */
  concerns(request: { readonly method: string; readonly path: string; readonly body: Buffer }): boolean;
}

/** The newest names are kept, so that a simulator that is reset again and again does not fill the memory. */
export function createForgotten(limit: number): Forgotten {
  const names = new Set<string>();
  return {
    add(more) {
      for (const name of more) names.add(name);
      for (const name of names) {
        if (names.size <= limit) break;
        names.delete(name);
      }
    },
    concerns({ method, path, body }) {
      if (names.size === 0) return false;
      const ofBody = namesIn(body.toString('utf8'));
      if (isCreate({ method, path })) {
        for (const name of ofBody) names.delete(name);
        return false;
      }
      // Elsewhere a body's order number is what the transaction of the path shall have.
      const asks = path.startsWith(ASKS) ? ofBody : [];
      return [...path.split('/'), ...asks].some((name) => names.has(name));
    },
  };
}

/** `session_id` and `order_no` of a JSON body; none when it is anything else. */
export function namesIn(body: string): readonly string[] {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return [];
  }
  if (!isObject(value)) return [];
  return [value['session_id'], value['order_no']].filter((name) => typeof name === 'string');
}
