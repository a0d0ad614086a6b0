import { eventually } from '../support/eventually.ts';
import type { TestCart } from '../carts/support.ts';

export interface ReadEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** A storefront that follows a cart with a streaming `fetch`. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  /** The whole stream as it came. */
  text = '';
  /** The service has ended it. */
  ended = false;
  /** Its end was no proper one. */
  broken = false;
  readonly #gone = new AbortController();

  private constructor(readonly answer: Response) {
    void this.#read();
  }

  static async open(url: string, cart: TestCart, headers: Readonly<Record<string, string>> = {}): Promise<EventReader> {
    return new EventReader(
      await fetch(`${url}/v1/carts/${cart.id}/events`, { headers: { 'cart-token': cart.token, ...headers } }),
    );
  }

  of(event: 'cart' | 'payment'): Record<string, unknown>[] {
    return this.events.filter((one) => one.event === event).map(({ data }) => data);
  }

  get lastId(): string {
    return this.events.at(-1)?.id ?? '';
  }

  /** Waits until this many events of the kind have come. */
  async until(event: 'cart' | 'payment', count: number): Promise<this> {
    await eventually(() => this.of(event).length >= count);
    return this;
  }

  async untilStatus(status: string): Promise<this> {
    await eventually(() => this.of('payment').at(-1)?.['status'] === status);
    return this;
  }

  async untilEnded(): Promise<this> {
    await eventually(() => this.ended);
    return this;
  }

  async leave(): Promise<void> {
    this.#gone.abort();
    await eventually(() => this.ended);
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    const reader = this.answer.body?.getReader();
    this.#gone.signal.addEventListener('abort', () => void reader?.cancel());
    try {
      for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
        this.text += decoder.decode(part.value, { stream: true });
        this.#take();
      }
    } catch {
      this.broken = true;
    }
    this.ended = true;
  }

  #take(): void {
    const complete = this.text.split('\n\n').slice(0, -1);
    const fields = complete.map((block) => new Map(block.split('\n').map((line) => split(line))));
    const events = fields.filter((block) => block.has('data'));
    for (const block of events.slice(this.events.length)) {
      this.events.push({
        id: block.get('id') ?? '',
        event: block.get('event') ?? '',
        data: JSON.parse(block.get('data') ?? '') as Record<string, unknown>,
      });
    }
  }
}

function split(line: string): [string, string] {
  const [name = '', ...rest] = line.split(': ');
  return [name, rest.join(': ')];
}
