import { Agent, request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';

/** A request as it goes over the wire. */
export interface Sent {
  readonly method: string;
  /** With its query, percent-encoded. */
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string | Buffer | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends what no other client lets through, each request from another network than the one before. */
export class Wire {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });
  #sent = 0;

  /** @param networks how many there are. */
  constructor(
    private readonly url: string,
    private readonly networks = 65_536,
  ) {}

  close(): void {
    this.#agent.destroy();
  }

  /** An event stream answers until its cart has ended: its end is not waited for. */
  async send({ method, path, headers, body }: Sent): Promise<Answer> {
    this.#sent += 1;
    const network = { 'x-forwarded-for': `2001:${(this.#sent % this.networks).toString(16)}::1` };
    return new Promise((resolve, reject) => {
      const call = request(
        this.url + path,
        { method, agent: this.#agent, headers: { ...network, ...headers } },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (piece: string) => {
            text += piece;
            if (response.headers['content-type']?.startsWith('text/event-stream') === true) call.destroy();
          });
          const end = (): void => resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
          response.once('end', end).once('close', end).once('error', end);
        },
      );
      call.once('error', reject);
      call.end(body);
    });
  }
}
