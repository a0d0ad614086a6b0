/** Whether it is an Error of whichever realm: a socket's fault is Node's own, which `instanceof` of another realm denies. */
export function isError(value: unknown): value is Error {
  return Object.prototype.toString.call(value) === '[object Error]';
}

/** What was thrown, as an Error in any case. */
export function asError(thrown: unknown): Error {
  return isError(thrown) ? thrown : new Error(String(thrown));
}
