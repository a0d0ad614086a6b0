/** Scheme, host and port exactly as browsers write them in `Origin`: lower case, no default port, no slash, no pattern. */
export function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && isWeb(url) && url.origin === text && !text.includes('*');
}

/** A URL below which shoppers may be sent, written as browsers write it, so that it has one reading only. */
export function isRedirectBase(text: string): boolean {
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
