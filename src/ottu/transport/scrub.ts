const REPLACEMENT = '[redacted]';

/**
 * Promise 1: an error page that repeats what was sent must not carry the private key any further. The bytes of an
 * answer without any of these secrets, which are nearly all answers, stay the same bytes.
 */
export function scrubbed(body: Buffer, secrets: readonly string[]): Buffer {
  const found = secrets
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .filter((text) => body.includes(text));
  if (found.length === 0) return body;
  // As Latin-1, in which every byte is one character and comes back as the same byte.
  const clean = found.reduce((text, secret) => {
    return text.replaceAll(Buffer.from(secret, 'utf8').toString('latin1'), REPLACEMENT);
  }, body.toString('latin1'));
  return Buffer.from(clean, 'latin1');
}
