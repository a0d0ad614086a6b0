import type { FieldError } from '../../problems/problem.ts';
import type { Class } from './structure-fields.ts';

type Check = (value: never) => Iterable<FieldError>;

const CHECKS = Symbol('checks across members');

/**
 * A rule across the members of a DTO, such as "exactly one of items and amount"; pointers are relative to the DTO.
 * It runs even if single members are wrong, so that all faults are told at once: members may then hold any JSON value,
 * and only presence and plain values should be looked at. A fault on a member that already has one, or inside it, is
 * dropped. A rule about each of many members is a generator: nothing more is asked of it when enough faults are known.
 */
export function AlsoCheck<T extends object>(check: (value: T) => Iterable<FieldError>): (dto: Class<T>) => void {
  return (dto) => Reflect.defineMetadata(CHECKS, [...checksOf(dto), check], dto);
}

export function checksOf(dto: Class): readonly Check[] {
  return (Reflect.getMetadata(CHECKS, dto) as readonly Check[] | undefined) ?? [];
}
