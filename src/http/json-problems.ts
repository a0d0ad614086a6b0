import type { JsonReadError, JsonReadFault } from '../json/json-read-error.ts';
import { Problem } from '../problems/problem.ts';

const PROBLEMS: Readonly<Record<JsonReadFault, () => Problem>> = {
  empty: () => malformed('The body is empty.'),
  malformed: () => new Problem('malformed_json'),
  invalid_utf8: () => malformed('The body is not valid UTF-8.'),
  too_deep: () => malformed('The body is nested too deeply.'),
  too_many_nodes: () => malformed('The body has more than 20,000 values, lists and objects.'),
  name_too_long: () => malformed('The body has a member whose name is longer than 1,024 characters.'),
  // The HTTP layer has refused it before; here for a reader with a limit of its own.
  too_large: () => new Problem('payload_too_large'),
  forbidden_member: () => new Problem('validation_failed'),
};

/** Why a caller's body could not be read as JSON, in words for him. */
export function problemOfReadError({ reason }: JsonReadError): Problem {
  return PROBLEMS[reason]();
}

function malformed(detail: string): Problem {
  return new Problem('malformed_json', { detail });
}
