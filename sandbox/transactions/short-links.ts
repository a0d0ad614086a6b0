import { randomBytes } from 'node:crypto';

/** Short URLs `<base>/b/<code>` and where they lead. */
export interface ShortLinks {
  shorten(target: string): string;
  resolve(code: string): string | undefined;
  clear(): void;
}

export function createShortLinks(baseUrl: () => string): ShortLinks {
  const targets = new Map<string, string>();
  return {
    shorten(target) {
      const code = randomBytes(4).toString('hex');
      targets.set(code, target);
      return `${baseUrl()}/b/${code}`;
    },
    resolve: (code) => targets.get(code),
    clear: () => targets.clear(),
  };
}
