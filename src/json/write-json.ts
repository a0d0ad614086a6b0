import { JsonText } from './json-text.ts';

/** Deeper than anything that is read here; a cycle ends at it instead of at the end of the stack. */
const MAX_DEPTH = 1000;

/**
 * Writes plain data as JSON.stringify does (undefined members dropped), with each JsonText inside it spliced in
 * unchanged. Throws TypeError on what has no faithful JSON: bigint, function, symbol, NaN, Infinity, a top-level
 * undefined, cycles, and objects with a `toJSON`, which would go out as something else (a secret as `[secret]`).
 */
export function writeJson(value: unknown): string {
  const parts: string[] = [];
  if (value === undefined) throw new TypeError('undefined cannot be written as JSON');
  write(value, parts, 0);
  return parts.join('');
}

/** Writes one object from names and values in the order given: unlike an object's keys, any name keeps its place. */
export function writeMembers(members: Iterable<readonly [name: string, value: unknown]>): string {
  const parts: string[] = [];
  writeEntries(members, parts, 0);
  return parts.join('');
}

function write(value: unknown, parts: string[], depth: number): void {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      parts.push(JSON.stringify(value));
      return;
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('NaN and Infinity cannot be written as JSON');
      parts.push(JSON.stringify(value));
      return;
    case 'object':
      writeObject(value, parts, depth);
      return;
    case 'undefined':
      parts.push('null');
      return;
    case 'bigint':
    case 'function':
    case 'symbol':
      throw new TypeError(`A ${typeof value} cannot be written as JSON`);
  }
}

function writeObject(value: object | null, parts: string[], depth: number): void {
  if (value === null) {
    parts.push('null');
  } else if (value instanceof JsonText) {
    parts.push(value.text);
  } else if (depth >= MAX_DEPTH) {
    throw new TypeError('Too deep or cyclic to be written as JSON');
  } else if (Array.isArray(value)) {
    writeArray(value, parts, depth);
  } else if (typeof (value as { toJSON?: unknown }).toJSON === 'function') {
    throw new TypeError('Only plain data can be written as JSON');
  } else {
    writeEntries(Object.entries(value), parts, depth);
  }
}

function writeArray(items: readonly unknown[], parts: string[], depth: number): void {
  parts.push('[');
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) parts.push(',');
    write(items[index], parts, depth + 1);
  }
  parts.push(']');
}

function writeEntries(entries: Iterable<readonly [string, unknown]>, parts: string[], depth: number): void {
  let separator = '{';
  for (const [name, value] of entries) {
    if (value === undefined) continue;
    parts.push(separator, JSON.stringify(name), ':');
    write(value, parts, depth + 1);
    separator = ',';
  }
  parts.push(separator === '{' ? '{}' : '}');
}
