import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { pointer } from '../json/json-pointer.ts';
import type { FieldError } from '../problems/problem.ts';
import { checksOf } from './fields/also-check.ts';
import { memberShapes, type Class } from './fields/structure-fields.ts';

type Path = readonly string[];

const MAX_FAULTS = 100;
/** A longer unknown name is not repeated to the caller. */
const MAX_NAME_LENGTH = 128;

/** Every fault of a DTO at once, one per member, as pointers into the caller's body and sentences without values. */
export function dtoFaults(dto: object, options: { readonly open: boolean }): FieldError[] {
  const errors = validateSync(dto, { forbidUnknownValues: false, validationError: { target: false, value: false } });
  const faults = errors.flatMap((error) => faultsOf(error, []));
  const wrong = new Set(faults.map((fault) => fault.pointer));
  const others = [...instances(dto, [])].flatMap(({ value, path }) => [
    ...(options.open ? [] : unknownMembers(value, path)),
    ...faultsAcross(value, path).filter((fault) => !wrong.has(fault.pointer)),
  ]);
  return [...faults, ...others].slice(0, MAX_FAULTS);
}

function faultsOf({ property, constraints, children }: ValidationError, parent: Path): FieldError[] {
  const path = [...parent, property];
  // A member that is itself of the wrong kind has no members worth talking about.
  if (constraints === undefined) return (children ?? []).flatMap((child) => faultsOf(child, path));
  return [
    { pointer: pointer(...path), message: constraints['field'] ?? Object.values(constraints)[0] ?? 'is not valid' },
  ];
}

/** A DTO and the DTOs inside it. */
function* instances(value: unknown, path: Path): Generator<{ readonly value: object; readonly path: Path }> {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) yield* instances(element, [...path, String(index)]);
  } else if (typeof value === 'object' && value !== null) {
    yield { value, path };
    for (const name of memberShapes(value.constructor as Class).keys()) {
      yield* instances((value as Record<string, unknown>)[name], [...path, name]);
    }
  }
}

/** class-validator's own `whitelist` looks names up in a plain object and so lets `hasOwnProperty` through. */
function unknownMembers(value: object, path: Path): FieldError[] {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(value.constructor, '', false, false);
  const known = new Set(metadata.map(({ propertyName }) => propertyName));
  return Object.keys(value)
    .filter((name) => !known.has(name))
    .map((name) =>
      name.length > MAX_NAME_LENGTH
        ? { pointer: pointer(...path), message: 'has a member with a very long name that is not known' }
        : { pointer: pointer(...path, name), message: 'is not a known member' },
    );
}

function faultsAcross(value: object, path: Path): FieldError[] {
  return checksOf(value.constructor as Class).flatMap((check) =>
    check(value as never).map((fault) => ({ ...fault, pointer: pointer(...path) + fault.pointer })),
  );
}
