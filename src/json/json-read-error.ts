export type JsonReadErrorReason =
  | 'empty'
  | 'malformed'
  | 'invalid_utf8'
  | 'too_deep'
  | 'too_many_nodes'
  | 'name_too_long'
  | 'too_large'
  | 'forbidden_member';

const SENTENCES: Readonly<Record<JsonReadErrorReason, string>> = {
  empty: 'There is no JSON: the text is empty.',
  malformed: 'The text is not strict JSON.',
  invalid_utf8: 'The text is not valid UTF-8.',
  too_deep: 'The JSON is nested too deeply.',
  too_many_nodes: 'The JSON has too many values.',
  name_too_long: 'The JSON has a member with too long a name.',
  too_large: 'The JSON is too large.',
  forbidden_member: 'The JSON has a member that is not allowed here.',
};

/**
 * Why bytes could not be read as JSON. It carries neither the text nor the parser's own error, whose message quotes
 * the text: payloads and card tokens pass through this reader.
 */
export class JsonReadError extends Error {
  constructor(readonly reason: JsonReadErrorReason) {
    super(SENTENCES[reason]);
    this.name = 'JsonReadError';
  }
}
