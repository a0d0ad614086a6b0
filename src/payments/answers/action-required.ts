import { textMember, type ChargeAnswer } from './charge-answer.ts';

/** What the front end needs for a challenge (F4.5): a page of Ottu's to go to, or HTML to show in a frame. */
export type ActionRequired =
  { readonly type: 'redirect'; readonly url: string } | { readonly type: 'iframe'; readonly html: string };

/** Ottu names the kind `method`; its guide says `type`. An answer with neither page nor HTML asks for nothing we could pass on. */
export function actionRequiredOf(answer: ChargeAnswer): ActionRequired | undefined {
  const html = textMember(answer, 'html');
  const url = textMember(answer, 'redirect_url');
  const kind = textMember(answer, 'method') ?? textMember(answer, 'type');
  if (html !== undefined && (kind === 'iframe' || url === undefined)) return { type: 'iframe', html };
  return url === undefined ? undefined : { type: 'redirect', url };
}
