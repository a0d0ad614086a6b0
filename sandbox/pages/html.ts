/** Markup that may be put into a page as it is. Everything else is escaped by `html`. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | undefined | false | readonly Markup[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const isMany = (part: Part): part is readonly Markup[] => Array.isArray(part);

function printed(part: Part): string {
  if (part === undefined || part === false) return '';
  if (isMany(part)) return part.map((each) => each.markup).join('');
  if (typeof part === 'object') return part.markup;
  return String(part).replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** A template whose values are escaped unless they are markup already. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: texts.map((text, index) => text + printed(parts[index])).join('') };
}
