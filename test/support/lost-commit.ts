import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A network between the service and PostgreSQL that can lose the acknowledgement of one COMMIT: it happened, and nobody is told. */
export interface CommitLosingNetwork {
  /** The database's URL by way of this network. */
  readonly url: string;
  /**
   * Loses the acknowledgement of the next transaction that runs a statement like this. From then on no connection is
   * made until `heal`, so that whoever tries again has to wait.
   */
  loseCommitOf(statement: RegExp): void;
  readonly lost: () => boolean;
  /** Lets connections through again. */
  heal(): void;
  /** Transactions with a statement like this whose COMMIT was acknowledged. */
  committed(statement: RegExp): number;
  close(): Promise<void>;
}

/** The last statement of what is sent together: its text, and how it is bound, described and executed. */
const COMMIT = /\0commit\0[^]{0,60}$/;

/** As PostgreSQL acknowledges it, behind the answers to all that was sent before it. */
const ACKNOWLEDGED = /(COMMIT|ROLLBACK)\0/;

export async function startCommitLosingNetwork(databaseUrl: string): Promise<CommitLosingNetwork> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const committed: string[] = [];
  let losing: RegExp | undefined;
  let down = false;

  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  };
  const cut = (): void => {
    down = true;
    for (const socket of sockets) socket.destroy();
  };

  const server = createServer((client) => {
    track(client);
    if (down) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ host: target.hostname, port: Number(target.port) });
    track(upstream);
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
    // What the client has said since its last COMMIT.
    let said = '';
    let committing: string | undefined;
    let heard = '';
    client.on('data', (piece) => {
      said += piece.toString('latin1');
      if (COMMIT.test(said)) [committing, said, heard] = [said, '', ''];
      upstream.write(piece);
    });
    upstream.on('data', (piece) => {
      if (committing !== undefined) {
        // The first answers may be those of statements that were sent together with COMMIT, which has not happened then.
        heard += piece.toString('latin1');
        const outcome = ACKNOWLEDGED.exec(heard)?.[1];
        if (outcome === 'COMMIT' && losing?.test(committing) === true) {
          losing = undefined;
          cut();
          return;
        }
        if (outcome === 'COMMIT') committed.push(committing);
        if (outcome !== undefined) committing = undefined;
      }
      client.write(piece);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);

  return {
    url: url.href,
    loseCommitOf: (statement) => void (losing = statement),
    lost: () => down,
    heal: () => void (down = false),
    committed: (statement) => committed.filter((text) => statement.test(text)).length,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
