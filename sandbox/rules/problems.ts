/** A field's messages (E1), or the problems of a nested object (E2). */
export type Problem = string[] | Problems;

export interface Problems {
  [field: string]: Problem;
}

/** One rule for one value: undefined when it holds. */
export type Rule = (value: unknown) => Problem | undefined;

export const REQUIRED = 'This field is required.';

/** Adds a message to a field, beside those that are there; a nested object's problems are left alone. */
export function addProblem(problems: Problems, field: string, message: string): void {
  const present = problems[field];
  if (present === undefined) problems[field] = [message];
  else if (Array.isArray(present)) present.push(message);
}

export function hasProblems(problems: Problems): boolean {
  return Object.keys(problems).length > 0;
}

/** The first message with its path, for the answers that carry one sentence only (PATCH, E3). */
export function firstSentence(problems: Problems, path = ''): string {
  for (const [field, problem] of Object.entries(problems)) {
    const here = path === '' ? field : `${path}.${field}`;
    return Array.isArray(problem) ? `${here}: ${problem[0] ?? ''}` : firstSentence(problem, here);
  }
  return '';
}
