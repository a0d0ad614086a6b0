import type { Fault, FaultRule } from './fault.ts';

/** The rules in force and how often each has matched. */
export interface FaultBook {
  /** Replaces all rules and starts their counts anew. */
  set(rules: readonly FaultRule[]): void;
  clear(): void;
  rules(): readonly FaultRule[];
  /** Faults of one request, in the order of their rules; counts the request. */
  strike(method: string, path: string): readonly Fault[];
}

export function createFaultBook(): FaultBook {
  let entries: { readonly rule: FaultRule; count: number }[] = [];
  return {
    set(rules) {
      entries = rules.map((rule) => ({ rule, count: 0 }));
    },
    clear() {
      entries = [];
    },
    rules: () => entries.map(({ rule }) => rule),
    strike(method, path) {
      const struck: Fault[] = [];
      for (const entry of entries) {
        const { match, fault } = entry.rule;
        if (match.method !== undefined && match.method.toUpperCase() !== method) continue;
        if (match.path !== undefined && !path.includes(match.path)) continue;
        entry.count += 1;
        if (match.nth === undefined || match.nth === entry.count) struck.push(fault);
      }
      return struck;
    },
  };
}
