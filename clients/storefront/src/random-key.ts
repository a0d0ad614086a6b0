/** 128 bits that nobody guesses. `randomUUID` is for secure origins only, which a shop on a developer's machine may not be. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
