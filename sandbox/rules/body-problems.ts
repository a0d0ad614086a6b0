import type { JsonObject } from '../json.ts';
import type { Problems, Rule } from './problems.ts';

/** What a rule finds in a whole body, under the names of its members; empty when it holds. */
export function bodyProblems(rule: Rule, body: JsonObject): Problems {
  const found = rule(body) ?? {};
  return Array.isArray(found) ? { non_field_errors: found } : found;
}
