/** One request as it came. */
export interface RecordedRequest {
  readonly id: number;
  readonly at: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Exact bytes decoded as UTF-8; empty for multipart bodies, of which only size and digest are kept. */
  readonly raw_body: string;
  readonly raw_body_base64: string;
  readonly body_bytes: number;
  /** Of multipart bodies: fields, and each file's name, size and SHA-256. */
  multipart?: { readonly fields: Readonly<Record<string, unknown>>; readonly files: readonly unknown[] };
  /** What would have passed at Ottu but should be looked at. */
  readonly warnings: string[];
  /** Kinds of the faults that were applied. */
  readonly faults: string[];
  /** Status that was meant to be answered; null when nothing was. */
  answer_status: number | null;
}

export interface RequestRecord {
  add(entry: Omit<RecordedRequest, 'id'>): RecordedRequest;
  /** Oldest first. `path` matches as a prefix or substring, `method` in any case. */
  list(filter?: {
    readonly path?: string | undefined;
    readonly method?: string | undefined;
  }): readonly RecordedRequest[];
  clear(): void;
}

/** Keeps the newest `limit` requests, so that a long benchmark does not fill the memory. */
export function createRequestRecord(limit: number): RequestRecord {
  let entries: RecordedRequest[] = [];
  let lastId = 0;
  return {
    add(entry) {
      const recorded = Object.assign(entry, { id: ++lastId });
      entries.push(recorded);
      if (entries.length > limit * 2) entries = entries.slice(-limit);
      return recorded;
    },
    list: ({ path, method } = {}) =>
      entries
        .slice(-limit)
        .filter(
          (entry) =>
            (path === undefined || entry.path.includes(path)) &&
            (method === undefined || entry.method === method.toUpperCase()),
        ),
    clear() {
      entries = [];
    },
  };
}
