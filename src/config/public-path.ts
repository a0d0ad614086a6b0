/** The service's own routes; whatever stands before one of them in an address is the prefix of a proxy. */
const ROUTES = /^\/(?:v1|health|metrics|docs)(?:[/?#-]|$)/;

/** Path of `PUBLIC_URL`, without a trailing slash: below it the outside sees this service. Empty where that is the root. */
export function publicPathOf(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/+$/, '');
}

/** A link of this service, or an address elsewhere, as the outside can follow it. */
export function underPublicPath(publicPath: string, link: string): string {
  return ROUTES.test(link) ? `${publicPath}${link}` : link;
}

/** The same of all links of an answer. */
export function linksUnderPublicPath<T extends object>(publicPath: string, links: T): T {
  if (publicPath === '') return links;
  return Object.fromEntries(
    Object.entries(links).map(([name, link]) => [
      name,
      typeof link === 'string' ? underPublicPath(publicPath, link) : (link as unknown),
    ]),
  ) as T;
}

/** The address that routes know, be the prefix in front of it or has the proxy taken it away. */
export function withoutPublicPath(publicPath: string, url: string): string {
  if (publicPath === '' || !url.startsWith(publicPath)) return url;
  const rest = url.slice(publicPath.length);
  return ROUTES.test(rest) ? rest : url;
}
