import { createServiceKey } from '../../src/access/service-key.ts';
import { UPLOAD, type RequestMatch } from '../support/ottu.ts';
import { SAMPLE_FILES } from '../support/sample-files.ts';
import { startTestService, type TestService, type Variables } from '../support/service.ts';

const writer = createServiceKey({ name: 'shop', scopes: ['transactions:write', 'payments:read'] });
const reader = createServiceKey({ name: 'reader', scopes: ['payments:read'] });

export const WRITER = { authorization: `Api-Key ${writer.key}` };
export const READER = { authorization: `Api-Key ${reader.key}` };

export async function startUploadService(more: Variables = {}): Promise<TestService> {
  return startTestService({ SERVICE_KEYS: JSON.stringify([writer.entry, reader.entry]), ...more });
}

export type FormEntry = readonly [
  name: string,
  value: string | { readonly name: string; readonly content: Uint8Array },
];

/** A form with its parts in this order. */
export function formOf(...entries: readonly FormEntry[]): FormData {
  const form = new FormData();
  for (const [name, value] of entries) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([new Uint8Array(value.content)]), value.name);
  }
  return form;
}

export function fileOf(name = 'invoice.pdf', content: Uint8Array = SAMPLE_FILES.pdf): FormEntry {
  return ['file', { name, content }];
}

export interface UploadAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
  /** Pointers of `errors`. */
  readonly pointers: readonly string[];
}

export async function upload(
  service: TestService,
  form: FormData,
  headers: Readonly<Record<string, string>> = WRITER,
  path = '/v1/attachments',
  method: 'POST' | 'PATCH' | 'PUT' = 'POST',
): Promise<UploadAnswer> {
  const call: RequestInit = { method, body: form, headers };
  const response = await fetch(service.url + path, call);
  const body = (await response.json()) as Record<string, unknown>;
  const errors = (body['errors'] ?? []) as { pointer: string }[];
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    headers: response.headers,
    body,
    pointers: errors.map(({ pointer }) => pointer),
  };
}

export interface ReceivedForm {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly files: readonly {
    readonly field: string;
    readonly filename: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly mimetype: string;
  }[];
}

/** The forms that reached Ottu whole. */
export function received(service: TestService, match: RequestMatch = UPLOAD): ReceivedForm[] {
  return service.simulator
    .requests(match)
    .flatMap(({ multipart }) => (multipart === undefined ? [] : [multipart as unknown as ReceivedForm]));
}
