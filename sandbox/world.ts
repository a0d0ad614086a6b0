import type { BasicUser } from './access/accounts.ts';
import type { MediaStore } from './attachments/media.ts';
import type { AgreementStore } from './cards/agreements.ts';
import type { CardStore } from './cards/cards.ts';
import type { Agenda } from './agenda.ts';
import type { Clock } from './clock.ts';
import type { FaultBook } from './faults/book.ts';
import type { InquiryLimit } from './inquiry/limit.ts';
import type { Done } from './operations/done.ts';
import type { Forgotten } from './record/forgotten.ts';
import type { Ledger } from './record/ledger.ts';
import type { MessageRecord } from './record/messages.ts';
import type { RequestRecord } from './record/requests.ts';
import type { Switches } from './switches.ts';
import type { ShortLinks } from './transactions/short-links.ts';
import type { TransactionStore } from './transactions/store.ts';
import type { Receivers, Webhooks } from './webhooks/webhooks.ts';

/** Everything one simulator has; each handler takes what it needs from here. */
export interface World {
  readonly apiKey: string;
  readonly hmacKey: string;
  readonly users: readonly BasicUser[];
  /** How callers and browsers reach the simulator, without a trailing slash; known once it listens. */
  baseUrl: string;
  switches: Switches;
  /** Those it started with. */
  readonly startSwitches: Switches;
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly transactions: TransactionStore;
  readonly cards: CardStore;
  readonly agreements: AgreementStore;
  readonly media: MediaStore;
  readonly shortLinks: ShortLinks;
  readonly ledger: Ledger;
  readonly requests: RequestRecord;
  /** What Ottu sent to payers itself. */
  readonly messages: MessageRecord;
  readonly forgotten: Forgotten;
  readonly faults: FaultBook;
  readonly webhooks: Webhooks;
  readonly inquiries: InquiryLimit;
  /** Operations by `Tracking-Key`, and by session and key. */
  readonly tracked: Map<string, Done>;
  /** Refunds that their gateway has not decided, by the child's session, and whether their events go out. */
  readonly queued: Map<string, { readonly done: Done; readonly told: boolean }>;
  /** The merchant's own settings of webhooks (F11.1), for transactions without a `webhook_url` and for operations. */
  readonly receivers: Receivers;
  /** Fresh and unique: `sandboxAB0001`. */
  newReference(): string;
  /** Ends waits and hanging answers when the simulator closes. */
  readonly closing: AbortSignal;
}
