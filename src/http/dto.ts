import { getMetadataStorage, validateSync } from 'class-validator';

import { pointer, type PointerSegments } from '../json/json-pointer.ts';
import { readWork } from '../json/read-work.ts';
import type { FieldError } from '../problems/problem.ts';
import type { ViolationList } from './violation-list.ts';
import { checksOf, memberShapes, type Class, type MemberShape } from './fields/structure-fields.ts';

/** Names that reach into prototypes when an object is copied by assignment. */
export const PROTOTYPE_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * A parsed JSON object as an instance of a DTO class, nested ones too, without changing or checking a value. Members
 * that no class describes (a wallet's payload, the merchant's own `extra`) are taken over by reference: copying would
 * lose members named `__proto__`. class-transformer does copy them, which is why it is not used here.
 */
export function toDto<T extends object>(dto: Class<T>, plain: object): T {
  const instance = new dto();
  readWork.instances += 1;
  const shapes = memberShapes(dto);
  for (const [name, value] of Object.entries(plain)) {
    // These are reported as faults before a DTO is made; assigning them would change the instance itself.
    if (PROTOTYPE_NAMES.has(name)) continue;
    const shape = shapes.get(name);
    (instance as Record<string, unknown>)[name] = shape === undefined ? value : shaped(shape, value);
  }
  return instance;
}

function shaped({ of, maxElements }: MemberShape, value: unknown): unknown {
  if (maxElements === undefined) return one(of(), value);
  // A list that is too long is refused for its length: nothing is built of its elements before.
  if (!Array.isArray(value) || value.length > maxElements) return value;
  return value.map((element) => one(of(), element));
}

function one(dto: Class, value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? toDto(dto, value) : value;
}

/** A longer unknown name is not repeated to the caller. */
const MAX_NAME_LENGTH = 128;

interface Part {
  readonly value: object;
  readonly path: PointerSegments;
}

/**
 * Every fault of a DTO at once, one per member, as pointers into the caller's body and sentences without values; ends as
 * soon as the list is full. What is inside a member that is itself wrong (a list that is too long) is not looked at.
 */
export function findViolations(dto: object, options: { readonly open: boolean }, violations: ViolationList): void {
  const parts: Part[] = [];
  const wrong = new Set<string>();
  checkFields({ value: dto, path: [] }, { violations, parts, wrong });
  for (const part of parts) {
    if (!options.open) addUnknownMembers(part, violations);
    addViolationsAcross(part, wrong, violations);
    if (violations.isFull) return;
  }
}

interface Findings {
  readonly violations: ViolationList;
  /** The DTO and those inside it whose members were looked at. */
  readonly parts: Part[];
  readonly wrong: Set<string>;
}

function checkFields(part: Part, findings: Findings): void {
  const { violations, parts, wrong } = findings;
  if (violations.isFull) return;
  const { value, path } = part;
  parts.push(part);
  const wrongHere = new Set<string>();
  // Children are gone through below, where it can be ended: class-validator would go through all of them.
  for (const { property, constraints } of validateSync(value, VALIDATION)) {
    wrongHere.add(property);
    wrong.add(pointer(...path, property));
    violations.add(
      [...path, property],
      constraints?.['field'] ?? Object.values(constraints ?? {})[0] ?? 'is not valid',
    );
  }
  for (const name of memberShapes(value.constructor as Class).keys()) {
    if (!wrongHere.has(name)) checkBelow((value as Record<string, unknown>)[name], [...path, name], findings);
  }
}

function checkBelow(value: unknown, path: PointerSegments, findings: Findings): void {
  if (Array.isArray(value)) {
    // As long as its rule allows at most, and of objects only.
    for (const [index, element] of value.entries()) checkBelow(element, [...path, index], findings);
  } else if (typeof value === 'object' && value !== null) {
    checkFields({ value, path }, findings);
  }
}

const VALIDATION = { forbidUnknownValues: false, validationError: { target: false, value: false } };

const namesByClass = new WeakMap<Class, ReadonlySet<string>>();

/** Gathered once: class-validator looks through the rules of all classes for those of one. */
function knownNames(dto: Class): ReadonlySet<string> {
  let names = namesByClass.get(dto);
  if (names === undefined) {
    const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
    names = new Set(metadata.map(({ propertyName }) => propertyName));
    namesByClass.set(dto, names);
  }
  return names;
}

/** class-validator's own `whitelist` looks names up in a plain object and so lets `hasOwnProperty` through. */
function addUnknownMembers({ value, path }: Part, violations: ViolationList): void {
  const known = knownNames(value.constructor as Class);
  for (const name of Object.keys(value)) {
    if (violations.isFull) return;
    if (known.has(name)) continue;
    if (name.length > MAX_NAME_LENGTH) violations.add(path, 'has a member with a very long name that is not known');
    else violations.add([...path, name], 'is not a known member');
  }
}

function addViolationsAcross({ value, path }: Part, wrong: ReadonlySet<string>, violations: ViolationList): void {
  for (const check of checksOf(value.constructor as Class)) {
    for (const violation of check(value as never)) {
      if (violations.isFull) return;
      const at = pointer(...path) + violation.pointer;
      if (!isWithinAny(at, wrong)) violations.addWritten({ ...violation, pointer: at } satisfies FieldError);
    }
  }
}

/** Whether a pointer leads to one of these places or into one. */
function isWithinAny(at: string, places: ReadonlySet<string>): boolean {
  for (let end = at.length; end > 0; end = at.lastIndexOf('/', end - 1)) {
    if (places.has(at.slice(0, end))) return true;
  }
  return false;
}
