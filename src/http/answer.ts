import { linksUnderPublicPath } from '../config/public-path.ts';

/** What stands above a body. */
export interface AnswerHead {
  /** In place of the one that the route declares. */
  readonly status?: number | undefined;
  /** By lower-case name. One that is undefined is not sent. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** A route's answer with a head of its own. Routes return it, and `AnsweringAdapter` writes it, so that no route touches the reply. */
export class Answer<Body> {
  constructor(
    readonly body: Body,
    readonly head: AnswerHead = {},
  ) {}
}

/** JSON text that is sent byte for byte as it is, such as Ottu's own answer. */
export function jsonText(text: Buffer, { status, headers }: AnswerHead = {}): Answer<Buffer> {
  return new Answer(text, { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } });
}

/** A body whose links can be followed from outside, where `PUBLIC_URL` has a path. */
export function followable(publicPath: string, body: unknown): unknown {
  if (publicPath === '' || !hasLinks(body)) return body;
  return { ...body, links: linksUnderPublicPath(publicPath, body.links) };
}

function hasLinks(body: unknown): body is { readonly links: object } {
  return (
    typeof body === 'object' &&
    body !== null &&
    'links' in body &&
    typeof body.links === 'object' &&
    body.links !== null
  );
}
