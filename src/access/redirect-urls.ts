import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.ts';
import { isAppAddress } from '../config/variable-rules.ts';
import { Problem } from '../problems/problem.ts';

/** White space, control characters and backslashes: browsers drop or turn them, other readers do not. */
const PLAIN = /^https?:\/\/[^/?#@\\][\x21-\x5b\x5d-\x7e]*$/i;
/**
 * What a server behind the address may still decode into a step upwards: slashes, backslashes, dots and NUL, encoded
 * once or often, and dot segments that go on with a parameter.
 */
const STEPS = /%(?:25)*(?:2f|5c|2e|00)|\/\.{1,2};/i;

/** Nothing in it that ends a line, a header or an attribute. */
const QUERY = /\?[A-Za-z0-9._~%&=+/:@!$'()*,;?-]*$/;

/** Where a caller may have a shopper sent after paying (`REDIRECT_URLS`). Everything else is refused. */
@Injectable()
export class RedirectUrls {
  readonly #bases: readonly URL[];
  /** Exactly as they are configured. */
  readonly #ofApps: ReadonlySet<string>;

  constructor(@Inject(Settings) { storefront }: { readonly storefront: { readonly redirectUrls: readonly string[] } }) {
    const { redirectUrls } = storefront;
    this.#ofApps = new Set(redirectUrls.filter(isAppAddress));
    this.#bases = redirectUrls.filter((text) => !isAppAddress(text)).map((text) => new URL(text));
  }

  /**
   * Whether `url` is one of the configured addresses or lies below one: scheme, host and port equal, the path on a
   * segment border once dot segments are resolved, no user info. Query and fragment are the caller's own. An app's address
   * is compared as it is, up to its query.
   */
  allows(url: string): boolean {
    if (this.#ofApps.has(url.replace(QUERY, ''))) return true;
    if (!PLAIN.test(url) || /@/.test(authorityOf(url))) return false;
    const parsed = URL.parse(url);
    if (parsed === null || STEPS.test(parsed.pathname)) return false;
    return this.#bases.some((base) => base.origin === parsed.origin && liesBelow(parsed.pathname, base.pathname));
  }

  /** @throws Problem `validation_failed` at `/redirect_url`, outcome `none`, for an address that is given and not allowed */
  assertAllowed(url: string | null | undefined): void {
    if (url === null || url === undefined || this.allows(url)) return;
    const message = 'is not one of the addresses that this shop allows';
    throw new Problem('validation_failed', { errors: [{ pointer: '/redirect_url', message }], outcome: 'none' });
  }
}

function authorityOf(url: string): string {
  return /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
}

function liesBelow(path: string, base: string): boolean {
  const border = base.replace(/\/+$/, '');
  return path === border || path.startsWith(`${border}/`);
}
