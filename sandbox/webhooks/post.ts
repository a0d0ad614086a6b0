import { Agent, request } from 'undici';

/** Every delivery has a connection of its own, and certificates are not checked, as at Ottu (F11.8). */
const dispatcher = new Agent({ pipelining: 0, connect: { rejectUnauthorized: false } });

const KEPT = 2000;

export interface Reply {
  readonly status: number | null;
  readonly answer: string;
  readonly error?: string;
}

/** One POST that must be answered completely before `signal` aborts. Redirects are answers like any other. */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<Reply> {
  try {
    const response = await request(url, { method: 'POST', headers, body, signal, dispatcher });
    const text = await response.body.text();
    return { status: response.statusCode, answer: text.slice(0, KEPT) };
  } catch (error) {
    return { status: null, answer: '', error: signal.aborted ? String(signal.reason) : nameOf(error) };
  }
}

/** `ECONNREFUSED` and its like; nothing that is thrown here lacks a code or a name. */
function nameOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException;
  return code ?? name;
}
