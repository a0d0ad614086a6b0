/** What a load sends, again and again; for `{n}` and `{q}` in its texts see `numbered`. */
export interface Requests {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Of the answer; another one has failed: that a charge is not known yet, say, is other work. */
  readonly status: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Requests at once; the number of the run when absent. */
  readonly connections?: number;
}

/** One request of many: `{n}` becomes its number, `{q}` one from 1 to 9 that changes with each. */
export function numbered({ method, status, path, headers, body }: Requests, number: number): Requests {
  const own = (text: string): string =>
    text.replaceAll('{n}', String(number)).replaceAll('{q}', String((number % 9) + 1));
  return {
    method,
    status,
    path: own(path),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, own(value)])),
    ...(body === undefined ? {} : { body: own(body) }),
  };
}
