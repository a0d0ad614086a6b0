import { isIP } from 'node:net';

import { ValidateBy } from 'class-validator';
import { isSupportedCountry } from 'libphonenumber-js/min';

/**
 * A rule about a variable that is set. One that is not set passes, so that a missing variable has one fault
 * (`IsDefined`) and not one for every rule it has.
 */
export function WhenSet(holds: (text: string) => boolean, message: string): PropertyDecorator {
  return ValidateBy({
    name: 'whenSet',
    validator: {
      validate: (value: unknown) => value === undefined || (typeof value === 'string' && holds(value)),
      defaultMessage: () => message,
    },
  });
}

export function WholeNumber(smallest: number, largest: number, unit = ''): PropertyDecorator {
  const holds = (text: string) => /^\d{1,9}$/.test(text) && Number(text) >= smallest && Number(text) <= largest;
  return WhenSet(holds, `must be a whole number from ${smallest} to ${largest}${unit}`);
}

export function OneOf(words: readonly string[]): PropertyDecorator {
  return WhenSet((text) => words.includes(text), `must be one of: ${words.join(', ')}`);
}

export function HttpAddress(): PropertyDecorator {
  return WhenSet(
    isHttpAddress,
    'must be an http:// or https:// address without user name, password, query or fragment',
  );
}

export function isHttpAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || /[\s?#]/.test(text)) return false;
  return ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
}

/** A proxy, which alone may be named with a user and a password. */
export function isProxyAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && isWeb(url) && !/[\s?#]/.test(text) && url.pathname === '/';
}

/** Names separated by commas, white space around them allowed, none of them empty. */
export function CommaSeparated(): PropertyDecorator {
  return WhenSet(
    (text) => pieces(text).every((piece) => piece !== ''),
    'must be separated by commas, with no empty piece',
  );
}

export function pieces(text: string | undefined): string[] {
  return text === undefined ? [] : text.split(',').map((piece) => piece.trim());
}

/** A value that ends up in an HTTP header: a line break or control character there would be refused much later. */
export function HeaderText(): PropertyDecorator {
  return WhenSet(isHeaderText, HEADER_TEXT_MESSAGE);
}

export const HEADER_TEXT_MESSAGE = 'must be printable ASCII without white space';

export function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export const WEBHOOK_SECRETS_MESSAGE =
  'must be base64 (standard alphabet, padded), with or without whsec_ before it; several separated by commas';

/** Keys as Standard Webhooks writes them, separated by commas. */
export function areWebhookSecrets(text: string): boolean {
  return pieces(text)
    .map(base64OfSecret)
    .every((key) => key !== '' && BASE64.test(key));
}

export function base64OfSecret(secret: string): string {
  return secret.replace(/^whsec_/, '');
}

/** `true`, `false`, a number of hops, or addresses and ranges: what Fastify's `trustProxy` takes. */
export function isTrustProxy(text: string): boolean {
  if (text === 'true' || text === 'false' || /^\d{1,2}$/.test(text)) return true;
  return pieces(text).every(
    (piece) => ['loopback', 'linklocal', 'uniquelocal'].includes(piece) || isAddressRange(piece),
  );
}

function isAddressRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  // The range of all addresses is `true`, and is not spelt as one.
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

export function withoutTrailingSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/** Schemes by which a page is made of what stands in the address, or of this machine's files: never another party's. */
const NEVER_AN_APP = new Set([
  'javascript',
  'data',
  'file',
  'blob',
  'about',
  'filesystem',
  'vbscript',
  'view-source',
  'content',
  'intent',
  'chrome',
  'jar',
  'resource',
]);
/** Web addresses in another coat: they have rules of their own. */
const OF_THE_WEB = new Set(['http', 'https', 'ws', 'wss', 'ftp']);

/** An address of an app's own scheme, such as `myshop://thanks` or `capacitor://localhost`; nothing of it is optional. */
export function isAppAddress(text: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\/[A-Za-z0-9._~%/-]+(?::\d{1,5})?$/.exec(text)?.[1];
  return scheme !== undefined && !NEVER_AN_APP.has(scheme) && !OF_THE_WEB.has(scheme);
}

/**
 * Scheme, host and port exactly as browsers write them in `Origin`: lower case, no default port, no slash, no pattern. Web
 * views of apps have a scheme of their own (`capacitor://localhost`).
 */
export function isOrigin(text: string): boolean {
  if (isAppAddress(text)) return /^[a-z0-9+.-]+:\/\/[a-z0-9.-]+(?::\d{1,5})?$/.test(text);
  const url = URL.parse(text);
  return url !== null && isWeb(url) && url.origin === text && !text.includes('*');
}

/** A URL below which shoppers may be sent, written as browsers write it, so that it has one reading only; or an app's own. */
export function isRedirectBase(text: string): boolean {
  if (isAppAddress(text)) return true;
  const url = URL.parse(text);
  if (url === null || !isWeb(url) || url.username !== '' || url.password !== '') return false;
  return !/[*?#@\\]/.test(text) && [text, `${text}/`].includes(url.href);
}

/** Some identity providers name their key set by a query, which `HttpAddress` would refuse. */
export function isWebUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || /[\s#\\]/.test(text)) return false;
  return isWeb(url) && url.username === '' && url.password === '';
}

function isWeb({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:';
}

/** ISO 3166-1 alpha-2 in capitals, of a country that has phone numbers. */
export function isCountryWithPhones(text: string): boolean {
  return isSupportedCountry(text);
}

export const OTLP_HEADERS_MESSAGE =
  'must be name=value, several separated by commas, values percent-encoded and without white space';

const HEADER_NAME = /^[!#$%&'*+.^`|~\w-]+$/;

/** Names and values as OpenTelemetry writes them. @returns nothing where one of them is no header. */
export function readOtlpHeaders(text: string): readonly (readonly [name: string, value: string])[] | undefined {
  const headers = pieces(text).map((piece) => {
    const [name = '', ...rest] = piece.split('=');
    return [name.trim().toLowerCase(), decoded(rest.join('=').trim())] as const;
  });
  return headers.every(([name, value]) => HEADER_NAME.test(name) && isHeaderText(value.replaceAll(' ', '_')))
    ? headers
    : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
