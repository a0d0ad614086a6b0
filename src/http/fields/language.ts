import { field, type FieldOptions } from './field.ts';

/** Those that Ottu's pages have (F2.2). */
type Language = 'en' | 'ar';

const FORM = /^(en|ar)(?:[-_][a-z0-9_-]{1,32})?$/i;

/** `ar-KW`, `EN` and `en_US`, as browsers and phones write them, are `ar` and `en`; undefined: neither of the two. */
export function languageOf(text: unknown): Language | undefined {
  return typeof text === 'string' ? (FORM.exec(text)?.[1]?.toLowerCase() as Language | undefined) : undefined;
}

/** A language of Ottu's pages, with or without a region. */
export function LanguageTag(options: FieldOptions = {}): PropertyDecorator {
  const { description, ...others } = options;
  return field(
    (value) =>
      languageOf(value) === undefined ? 'must be "en" or "ar", with or without a region ("ar-KW")' : undefined,
    { type: 'string', pattern: '^(?:[eE][nN]|[aA][rR])(?:[-_][A-Za-z0-9_-]{1,32})?$' },
    { example: 'ar', ...others, description: [description, TAKEN].filter((text) => text !== undefined).join(' ') },
  );
}

const TAKEN = '`en` or `ar`; `ar-KW` and `EN` are taken as `ar` and `en`.';
