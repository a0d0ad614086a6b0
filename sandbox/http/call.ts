import type { IncomingHttpHeaders } from 'node:http';
import type { MultipartBody } from '../attachments/read-multipart.ts';
import type { OperationOutcome } from '../operations/outcomes.ts';
import type { Outcome } from '../payments/outcomes.ts';
import type { World } from '../world.ts';
import type { Answer } from './answer.ts';

/** One request as a handler sees it. */
export interface Call {
  readonly world: World;
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly raw: Buffer;
  /** Reads a multipart body and keeps its outline in the record. */
  readMultipart(): Promise<MultipartBody>;
  /** Outcome that a fault rule forces on a charge. */
  readonly forcedOutcome: Outcome | undefined;
  /** Why it is declined, by the same rule. */
  readonly forcedMessage: string | undefined;
  /** What a fault rule makes of a refund, capture or void. */
  readonly operationOutcome: OperationOutcome | undefined;
  /** Keeps a remark in the request's record. */
  warn(text: string): void;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;
