import type { FieldError } from './problem.ts';

/** Largest problem document in bytes of JSON, so that a small request never gets a large answer. */
export const MAX_DOCUMENT_BYTES = 64 * 1024;
const MAX_DETAIL_LENGTH = 4_096;

/** The members that may be cut or left out; all others are short. */
interface Document extends Readonly<Record<string, unknown>> {
  readonly detail: string;
  readonly errors?: readonly FieldError[] | undefined;
  readonly cart?: Readonly<Record<string, unknown>> | undefined;
}

/** So much of a document is left to its other members when it has a cart. */
const ROOM_BESIDE_CART = 16 * 1024;

/**
 * A problem document as JSON that is never larger than the limit: `detail` is cut, and errors are left out from the end,
 * which `detail` then says. A cart is whole or not there: its caller can read it by itself. Errors beyond the limit are not written at all.
 */
export function fittedDocument(document: Document): string {
  const { cart, ...rest } = document;
  const fits = cart !== undefined && bytesOf(cart) <= MAX_DOCUMENT_BYTES - ROOM_BESIDE_CART;
  const cut = { ...rest, ...(fits ? { cart } : {}), detail: cutDetail(document.detail) };
  const { errors } = document;
  if (errors === undefined || errors.length === 0) return JSON.stringify(cut);
  const kept = fitting(errors, MAX_DOCUMENT_BYTES - bytesOf({ ...cut, detail: withNote(cut.detail, 0), errors: [] }));
  if (kept.length === errors.length) return JSON.stringify(cut);
  return JSON.stringify({ ...cut, detail: withNote(cut.detail, kept.length), errors: kept });
}

function fitting(errors: readonly FieldError[], room: number): FieldError[] {
  const kept: FieldError[] = [];
  let left = room - NOTE_SLACK;
  for (const error of errors) {
    left -= bytesOf(error) + 1;
    if (left < 0) break;
    kept.push(error);
  }
  return kept;
}

/** The number of errors in the note may have more digits than the one that was measured. */
const NOTE_SLACK = 16;

function withNote(detail: string, count: number): string {
  return `${detail} Only the first ${count} faults fit into this answer.`;
}

function cutDetail(detail: string): string {
  return detail.length <= MAX_DETAIL_LENGTH ? detail : `${detail.slice(0, MAX_DETAIL_LENGTH - 1).toWellFormed()}…`;
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
