import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Counts what a service sends to its database, standing between the two. */
export interface Counter {
  /** The address of the database, through the counter. */
  readonly url: string;
  /** What was counted so far, of all connections. */
  read(): Counts;
  /** Ends the connections that are still open, too. */
  close(): Promise<void>;
}

export interface Counts {
  /** Messages that make the database do something: `Query` and `Execute`. */
  readonly statements: number;
  /** Changes of direction: something was sent after an answer had come, so the service had waited for the database. */
  readonly roundTrips: number;
}

export async function startCounter(databaseUrl: string): Promise<Counter> {
  const { hostname, port } = new URL(databaseUrl);
  let statements = 0;
  let roundTrips = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    const conversation = new Conversation();
    client.on('data', (chunk) => {
      const { statements: some, roundTrips: trips } = conversation.sent(chunk);
      statements += some;
      roundTrips += trips;
      database.write(chunk);
    });
    database.on('data', (chunk) => {
      conversation.answered();
      client.write(chunk);
    });
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      open.add(one);
      one.setNoDelay(true);
      one.on('error', () => other.destroy());
      one.on('end', () => other.end());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    read: () => ({ statements, roundTrips }),
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const QUERY = 'Q'.charCodeAt(0);
const EXECUTE = 'E'.charCodeAt(0);
/** The letter of a message, and its length, which counts itself but not the letter. */
const HEAD = 5;

/** One connection of a client that speaks PostgreSQL's protocol, version 3. */
export class Conversation {
  private isAnswered = true;
  private isStarted = false;
  private rest: Buffer = Buffer.alloc(0);

  /** What these bytes of the client add. A message may come in several pieces, and several in one. */
  sent(chunk: Buffer): Counts {
    const roundTrips = this.isAnswered ? 1 : 0;
    this.isAnswered = false;
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let statements = 0;
    for (let length = this.nextLength(); length !== undefined; length = this.nextLength()) {
      const letter = this.rest[0];
      if (this.isStarted && (letter === QUERY || letter === EXECUTE)) statements += 1;
      // The first message of a connection has no letter before its length.
      this.isStarted = true;
      this.rest = this.rest.subarray(length);
    }
    return { statements, roundTrips };
  }

  answered(): void {
    this.isAnswered = true;
  }

  /** Of the next message that is there as a whole. */
  private nextLength(): number | undefined {
    const before = this.isStarted ? 1 : 0;
    if (this.rest.length < before + HEAD - 1) return undefined;
    const length = before + this.rest.readUInt32BE(before);
    return this.rest.length < length ? undefined : length;
  }
}
