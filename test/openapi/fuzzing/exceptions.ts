/** Rules of members that JSON Schema cannot say, or that hold between members: a right request may be refused for them. */
const RULES: readonly { readonly pointer: RegExp; readonly message: RegExp; readonly because: string }[] = [];

export function excused(
  _operation: string,
  { pointer, message }: { readonly pointer: string; readonly message: string },
): boolean {
  return RULES.some((rule) => rule.pointer.test(pointer) && rule.message.test(message));
}

/** Requests that are taken although the document has them otherwise, on purpose. */
const LOOSER: readonly { readonly operation: string; readonly verdict: RegExp; readonly because: string }[] = [];

export function looser(operation: string, verdict: string): boolean {
  return LOOSER.some((one) => one.operation === operation && one.verdict.test(verdict));
}

/** @param ottuSaid the statuses of Ottu's answers to what the request made of calls. */
export function ottuRefused(code: string, ottuSaid: readonly number[]): boolean {
  return code.startsWith('ottu_') && ottuSaid.some((status) => status >= 400);
}
