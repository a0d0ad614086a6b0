import type { IncomingMessage } from 'node:http';

/** Every value that a header was sent with. Node joins or drops doubled headers in `headers`; here they show. */
export function headerValues({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>, lowerCaseName: string): string[] {
  return rawHeaders.filter(
    (_value, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === lowerCaseName,
  );
}
