import type { LocalizedText } from './catalog.ts';
import { isText, members } from './json-shape.ts';

const MAX_LENGTH = 200;

export const NAME_RULE = `must be a text, or have one as "en" or "ar" or both, each of 1 to ${MAX_LENGTH} characters without control characters`;

/**
 * A name as shops have it: in both languages, in one, or as a text without a language. Who wants a language that is not
 * there gets the other one. A member that is null or blank is as good as not there.
 *
 * @returns nothing where there is no name, or one that cannot be shown.
 */
export function readLocalizedText(json: unknown): LocalizedText | undefined {
  const { en, ar } = typeof json === 'string' ? { en: json, ar: undefined } : members(json);
  const texts = [en, ar].filter((text) => !isAbsent(text));
  if (!texts.every((text) => isText(text, MAX_LENGTH))) return undefined;
  const [any] = texts;
  if (any === undefined) return undefined;
  return { en: isText(en, MAX_LENGTH) ? en : any, ar: isText(ar, MAX_LENGTH) ? ar : any };
}

function isAbsent(text: unknown): boolean {
  return text === undefined || text === null || (typeof text === 'string' && text.trim() === '');
}
