/**
 * What reading has cost since the process began, counted where it is done: a bound on work can be tested, while a bound on
 * time depends on the machine.
 */
export const readWork = {
  /** Characters of JSON text that were scanned; one that is scanned twice counts twice. */
  characters: 0,
  /** Values and members that were read. The value in an opaque place counts as one. */
  nodes: 0,
  /** Characters of JSON Pointers that were written. */
  pointerCharacters: 0,
  /** Objects that became instances of a DTO class. */
  instances: 0,
  /** Faults that were put into words. */
  faults: 0,
};
