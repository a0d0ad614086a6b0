import type { Node } from 'jsonc-parser';

export interface TreeMember {
  readonly name: string;
  readonly value: Node;
}

/** The members of an object node in source order, doubled ones included; none for any other node. */
export function treeMembers(node: Node): TreeMember[] {
  if (node.type !== 'object') return [];
  return (node.children ?? []).flatMap((property) => {
    const [name, value] = property.children ?? [];
    return name === undefined || value === undefined ? [] : [{ name: String(name.value), value }];
  });
}

/** The node at these segments; of doubled members the last, as JSON.parse has it. */
export function treeNodeAt(root: Node, segments: readonly string[]): Node | undefined {
  let node: Node | undefined = root;
  for (const segment of segments) {
    if (node === undefined) return undefined;
    node = node.type === 'array' ? element(node, segment) : memberIndex(node).get(segment);
  }
  return node;
}

/** Kept per node: a hostile object of 100,000 members must not be walked again for each name that is looked up. */
const memberIndexes = new WeakMap<Node, ReadonlyMap<string, Node>>();

function memberIndex(object: Node): ReadonlyMap<string, Node> {
  let index = memberIndexes.get(object);
  if (index === undefined) {
    index = new Map(treeMembers(object).map(({ name, value }) => [name, value]));
    memberIndexes.set(object, index);
  }
  return index;
}

function element(array: Node, segment: string): Node | undefined {
  return /^(?:0|[1-9][0-9]*)$/.test(segment) ? array.children?.[Number(segment)] : undefined;
}

/** Visits every object of the tree with its members and the path to it. Depth is bounded by the reader's limit. */
export function walkObjects(
  node: Node,
  visit: (members: readonly TreeMember[], path: readonly (string | number)[]) => void,
  path: readonly (string | number)[] = [],
): void {
  if (node.type === 'array') {
    (node.children ?? []).forEach((child, index) => descend(child, index));
  } else if (node.type === 'object') {
    const members = treeMembers(node);
    visit(members, path);
    for (const { name, value } of members) descend(value, name);
  }

  function descend(child: Node, segment: string | number): void {
    // Scalars hold no objects; leaving them out keeps long arrays of numbers cheap.
    if (child.children !== undefined) walkObjects(child, visit, [...path, segment]);
  }
}
