import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection on which a test writes bytes as it likes. It closes nothing by itself, unless told. */
export class RawConnection {
  /** Everything that the server has said. */
  text = '';
  /** Resolves once it is closed, whoever did it. */
  readonly closed: Promise<void>;
  readonly socket: Socket;
  #ended = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#ended = true;
        resolve();
      });
    });
    socket.on('error', () => undefined);
    socket.setEncoding('latin1').on('data', (piece: string) => (this.text += piece));
  }

  /** @param url of the service; what is written at once may be given with it. */
  static async open(url: string, text?: string | Buffer): Promise<RawConnection> {
    const { port, hostname } = new URL(url);
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    const connection = new RawConnection(socket);
    await once(socket, 'connect').catch(() => undefined);
    // Who is let go half-way ends as well: otherwise a test could not see that it was.
    socket.once('end', () => socket.destroy());
    if (text !== undefined) socket.write(text);
    return connection;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The statuses of the answers so far, in their order. */
  get statuses(): number[] {
    return [...this.text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  }

  write(text: string | Buffer): void {
    this.socket.write(text);
  }

  /** Writes it byte by byte, in packets of their own, until it is closed or all is written. */
  async trickle(text: string, everyMs: number): Promise<void> {
    this.socket.setNoDelay(true);
    for (const byte of text) {
      if (this.#ended) return;
      this.socket.write(byte);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }

  leave(): void {
    this.socket.destroy();
  }
}
