/** What a payment link has beside its payment. Absent: not asked for, or not known yet. */
export interface StoredLink {
  /** Ottu's page, and its short form. */
  readonly url?: string;
  readonly short_url?: string;
  /** Which of Ottu's messages go out, by channel (F2.2). */
  readonly notifications?: Readonly<Record<string, readonly string[]>>;
  readonly expiration_time?: string;
  readonly due_datetime?: string;
  readonly attachment_upload_url?: string;
}
