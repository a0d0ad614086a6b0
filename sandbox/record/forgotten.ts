import { isObject, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';

const CREATE = /^\/b\/checkout\/v1\/pymt-txn\/?$/;
/** Inquiry, operations, payments: their bodies say what they are about. */
const ASKS = '/b/pbl/v2/';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** What was before a reset. A client that still asks about it is not part of what is looked at now. */
export interface Forgotten {
  add(names: { readonly sessions: readonly string[]; readonly orderNos: readonly string[] }): void;
  /** Whether a request is about it; a create never is. */
  concerns(request: Asked): boolean;
  /** An order number that is used again. */
  takeBack(orderNo: string | undefined): void;
}

/** The newest names are kept, so that a simulator that is reset again and again does not fill the memory. */
export function createForgotten(limit: number): Forgotten {
  const sessions = new Set<string>();
  const orderNos = new Set<string>();
  return {
    add(names) {
      addTo(sessions, names.sessions, limit);
      addTo(orderNos, names.orderNos, limit);
    },
    takeBack: (orderNo) => void (orderNo !== undefined && orderNos.delete(orderNo)),
    concerns(request) {
      if (sessions.size === 0 && orderNos.size === 0) return false;
      if (isCreate(request)) {
        for (const orderNo of createdOrderNos(request)) orderNos.delete(orderNo);
        return false;
      }
      if (request.path.split('/').some((part) => sessions.has(part))) return true;
      // Elsewhere a body's order number is what the transaction of the path shall have.
      if (!request.path.startsWith(ASKS)) return false;
      const body = objectOf(request.body);
      const session = textOf(body, 'session_id');
      return session === undefined ? orderNos.has(textOf(body, 'order_no') ?? '') : sessions.has(session);
    },
  };
}

/** Of a create its order number, whether or not it came about; of anything else none. */
export function createdOrderNos(request: Asked): readonly string[] {
  const orderNo = isCreate(request) ? textOf(objectOf(request.body), 'order_no') : undefined;
  return orderNo === undefined ? [] : [orderNo];
}

const isCreate = ({ method, path }: Asked): boolean => method === 'POST' && CREATE.test(path);

function objectOf(body: string): JsonObject {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function addTo(names: Set<string>, more: readonly string[], limit: number): void {
  for (const name of more) names.add(name);
  for (const name of names) {
    if (names.size <= limit) break;
    names.delete(name);
  }
}
