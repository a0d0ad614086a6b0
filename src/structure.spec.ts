import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const MAX_SERVICES = 5;

/** Tables that one file writes, and that file. */
const WRITERS: Readonly<Record<string, string>> = {
  payments: 'payments/payment-repository.ts',
  payment_amounts: 'payments/requested-amounts.ts',
  agreements: 'payments/agreements/agreement-rows.ts',
  agreement_charges: 'payments/agreements/agreement-rows.ts',
  payment_operations: 'payments/operations/operation-rows.ts',
  audit_entries: 'audit/audit-rows.ts',
  audit_outcomes: 'audit/audit-rows.ts',
  carts: 'carts/cart-repository.ts',
  cart_quotes: 'carts/cart-repository.ts',
  cart_transactions: 'carts/cart-transactions.ts',
};

/** Files that take due rows of such a table for a sweep (M30), and nothing else. */
const TAKERS: Readonly<Record<string, readonly string[]>> = {
  payments: [
    'payments/operating/authorization-warnings.ts',
    'payments/reconciliation/comparison-sweep.ts',
    'payments/reconciliation/due-checks.ts',
  ],
  payment_operations: ['payments/operations/operation-rows.ts'],
  carts: ['carts/lifecycle/due-carts.ts'],
  cart_transactions: ['carts/lifecycle/close-transactions.ts'],
};

interface Source {
  /** Relative to `src/`. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/\.(spec|arbitrary|vectors)\.ts$/.test(path))
  .map((path): Source => {
    const text = readFileSync(join(import.meta.dirname, path), 'utf8');
    return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
  });

describe('the constructor of a service', () => {
  const constructors = sources.flatMap(({ path, tree }) =>
    nodesOf(tree)
      .filter(ts.isConstructorDeclaration)
      .map(({ parent, parameters }) => ({ path, name: parent.name?.text ?? '', services: parameters.length })),
  );

  it('is found wherever there is one', () => {
    expect(constructors.length).toBeGreaterThan(100);
  });

  it(`takes at most ${MAX_SERVICES} others: a class that needs more does more than one thing`, () => {
    const tooMany = constructors.filter(({ services }) => services > MAX_SERVICES);
    expect(tooMany).toEqual([]);
  });
});

describe('the folders inside a capability', () => {
  const arrows = sources.flatMap(({ path, tree }) =>
    importsOf(tree).map((target) => [dirname(path), dirname(target)] as const),
  );
  const capabilities = new Set(sources.map(({ path }) => path.split(sep)[0] ?? ''));

  it.each([...capabilities].filter((name) => !name.endsWith('.ts')))(
    'do not import each other in circles: %s',
    (capability) => {
      // What lies directly in a capability is common to its folders, or wires them together.
      const inside = arrows.filter((ends) => ends.every((folder) => folder.startsWith(`${capability}${sep}`)));
      expect(circleIn(inside)).toBeUndefined();
    },
  );

  it('are in a circle where two of them import each other by way of a third', () => {
    const there = [
      ['a', 'b'],
      ['b', 'c'],
    ] as const;
    expect(circleIn(there)).toBeUndefined();
    expect(circleIn([...there, ['c', 'a']])).toEqual(['a', 'b', 'c', 'a']);
  });
});

describe('a table that one file writes', () => {
  const others = sources.filter(({ path }) => !path.startsWith(`database${sep}`));

  it.each(Object.entries(WRITERS))('is written by no other: %s by %s', (table, writer) => {
    const writers = others.filter(({ text }) => writesOf(text, table).length > 0).map(({ path }) => path);
    expect(writers).toContain(writer);
    expect(writers.filter((path) => path !== writer)).toEqual([]);
  });

  it.each(Object.keys(WRITERS))('has its due rows taken by the files that are named: %s', (table) => {
    const takers = others.filter(({ text }) => takesOf(text, table).length > 0).map(({ path }) => path);
    expect(takers).toEqual(TAKERS[table] ?? []);
  });

  it('is recognized in each way of writing it', () => {
    const statements = [
      "tx.insertInto('payments')",
      "tx\n  .updateTable('payments as p')",
      "tx.deleteFrom('payments')",
      "tx.mergeInto('payments')",
      'sql`UPDATE payments set state = 1`',
      'sql`with gone as (delete\n from only payments where true)`',
      'sql`insert into "payments" (id)`',
      'sql`truncate payments`',
    ];
    expect(statements.filter((statement) => writesOf(statement, 'payments').length === 0)).toEqual([]);
    const reads = ["tx.selectFrom('payments')", "tx.updateTable('payments_x')", 'select from payments for update'];
    expect(reads.filter((statement) => writesOf(statement, 'payments').length > 0)).toEqual([]);
  });
});

function nodesOf(node: ts.Node): ts.Node[] {
  const nodes = [node];
  ts.forEachChild(node, (child) => void nodes.push(...nodesOf(child)));
  return nodes;
}

/** Files of `src/` that a file imports, types included. */
function importsOf(tree: ts.SourceFile): string[] {
  return tree.statements
    .filter((statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))
    .flatMap(({ moduleSpecifier }) =>
      moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text.startsWith('.')
        ? [normalize(join(dirname(tree.fileName), moduleSpecifier.text))]
        : [],
    );
}

/** Places where a text writes a table, by the query builder or in SQL. */
function writesOf(text: string, table: string): readonly string[] {
  const built = String.raw`\.(?:insertInto|replaceInto|updateTable|deleteFrom|mergeInto)\(\s*['"]${table}(?:\s+as\s+\w+)?['"]`;
  const raw = String.raw`\b(?:insert\s+into|update|delete\s+from|truncate|merge\s+into)\s+(?:only\s+)?"?${table}"?(?![-\w'])`;
  return text.match(new RegExp(`${built}|${raw}`, 'gi')) ?? [];
}

/** Places where a text takes due rows of a table (`takeDue`). */
function takesOf(text: string, table: string): readonly string[] {
  return text.match(new RegExp(String.raw`\btable:\s*'${table}'`, 'g')) ?? [];
}

/** The first circle that is found, from a folder back to itself. */
function circleIn(arrows: readonly (readonly [string, string])[]): string[] | undefined {
  const targets = Map.groupBy(
    arrows.filter(([from, to]) => from !== to),
    ([from]) => from,
  );
  const done = new Set<string>();
  const follow = (folder: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(folder)) return [...way.slice(way.indexOf(folder)), folder];
    if (done.has(folder)) return undefined;
    for (const [, to] of targets.get(folder) ?? []) {
      const circle = follow(to, [...way, folder]);
      if (circle !== undefined) return circle;
    }
    done.add(folder);
    return undefined;
  };
  for (const folder of targets.keys()) {
    const circle = follow(folder, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
