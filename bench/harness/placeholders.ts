import type { Requests } from './workload.ts';

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
