import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const MAX_SERVICES = 5;

/** Classes whose services are still to be grouped. A class leaves when it is mended, and none comes in. */
const TOO_MANY_SERVICES: ReadonlySet<string> = new Set(['RunCheck']);

/** Capabilities whose folders still import each other in circles. One leaves when it is mended, and none comes in. */
const CIRCLES_LEFT: ReadonlySet<string> = new Set(['ottu', 'payments', 'webhooks']);

interface Source {
  /** Relative to `src/`. */
  readonly path: string;
  readonly tree: ts.SourceFile;
}

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/\.(spec|arbitrary|vectors)\.ts$/.test(path))
  .map((path): Source => {
    const text = readFileSync(join(import.meta.dirname, path), 'utf8');
    return { path, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
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
    expect(tooMany.filter(({ name }) => !TOO_MANY_SERVICES.has(name))).toEqual([]);
  });
});

describe('the folders inside a capability', () => {
  const arrows = sources.flatMap(({ path, tree }) =>
    importsOf(tree).map((target) => [dirname(path), dirname(target)] as const),
  );
  const capabilities = new Set(sources.map(({ path }) => path.split(sep)[0] ?? ''));

  it.each([...capabilities].filter((name) => !name.endsWith('.ts') && !CIRCLES_LEFT.has(name)))(
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
