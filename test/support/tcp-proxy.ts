import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What the network does to a connection. `bytes` counts from the beginning of one direction. */
export type NetworkFault =
  | { readonly kind: 'none' }
  /** Reset as soon as it is made: before any byte of a request. */
  | { readonly kind: 'reset_on_connect' }
  /** The first `bytes` of the request arrive, then both ends are reset. */
  | { readonly kind: 'reset_during_request'; readonly bytes: number }
  /** The request arrives and is worked on; when the answer begins to come, the client is reset. */
  | { readonly kind: 'reset_after_request' }
  /** The connection stands and nothing passes, in either direction. */
  | { readonly kind: 'half_open' }
  /** The request arrives; nothing comes back. */
  | { readonly kind: 'silent_answer' }
  /** The answer comes a few bytes at a time. */
  | { readonly kind: 'slow_drip'; readonly bytes: number; readonly everyMs: number }
  /** The first `bytes` of the answer come, then the end. */
  | { readonly kind: 'truncate_answer'; readonly bytes: number }
  /** The request arrives this much later. */
  | { readonly kind: 'delay'; readonly ms: number };

/** A network in between that can go wrong. */
export interface TcpProxy {
  readonly url: string;
  /**
   * For connections made from now on; those that stand are closed, so that no later request goes over them.
   *
   * @param times how many connections it strikes; every one when absent.
   */
  setFault(fault: NetworkFault, times?: number): void;
  setTarget(url: string): void;
  /** Connections that stand stay so, and nothing passes over them any more, not even their end. */
  fallSilent(): void;
  /** Connections that clients have open. */
  open(): number;
  /** Connections that were ever made. */
  made(): number;
  close(): Promise<void>;
}

export async function startTcpProxy(target = ''): Promise<TcpProxy> {
  const clients = new Set<Socket>();
  const upstreams = new Set<Socket>();
  let made = 0;
  let fault: NetworkFault = { kind: 'none' };
  let left = Infinity;
  let to = target;

  const server = createServer({ pauseOnConnect: false }, (client) => {
    made += 1;
    track(clients, client);
    if (left === 0) fault = { kind: 'none' };
    left -= 1;
    // Before there is a target, nobody is there: a service asks for payment methods as soon as it starts.
    if (fault.kind === 'reset_on_connect' || to === '') {
      client.resetAndDestroy();
      return;
    }
    if (fault.kind === 'half_open') {
      client.resume();
      return;
    }
    const { hostname, port } = new URL(to);
    const upstream = connect({ host: hostname, port: Number(port) });
    track(upstreams, upstream);
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.end());
    forward(client, upstream, fault);
    back(upstream, client, fault);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setFault(next, times = Infinity) {
      fault = next;
      left = times;
      for (const client of clients) client.destroy();
    },
    setTarget: (url) => void (to = url),
    fallSilent() {
      for (const socket of [...clients, ...upstreams]) socket.removeAllListeners('data').pause();
    },
    open: () => clients.size,
    made: () => made,
    close: async () => {
      for (const socket of [...clients, ...upstreams]) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function track(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.on('error', () => undefined);
  socket.once('close', () => sockets.delete(socket));
}

function forward(client: Socket, upstream: Socket, fault: NetworkFault): void {
  switch (fault.kind) {
    case 'reset_during_request': {
      let left = fault.bytes;
      client.on('data', (piece) => {
        if (piece.length < left) {
          left -= piece.length;
          upstream.write(piece);
          return;
        }
        upstream.write(piece.subarray(0, left), () => {
          upstream.resetAndDestroy();
          client.resetAndDestroy();
        });
      });
      return;
    }
    case 'delay':
      client.on('data', (piece) => void setTimeout(() => upstream.write(piece), fault.ms));
      return;
    case 'none':
    case 'reset_on_connect':
    case 'reset_after_request':
    case 'half_open':
    case 'silent_answer':
    case 'slow_drip':
    case 'truncate_answer':
      client.on('data', (piece) => void upstream.write(piece));
  }
}

function back(upstream: Socket, client: Socket, fault: NetworkFault): void {
  switch (fault.kind) {
    case 'reset_after_request':
      upstream.on('data', () => client.resetAndDestroy());
      return;
    case 'silent_answer':
      upstream.resume();
      return;
    case 'slow_drip': {
      let held = Buffer.alloc(0);
      upstream.on('data', (piece) => void (held = Buffer.concat([held, piece])));
      const timer = setInterval(() => {
        client.write(held.subarray(0, fault.bytes));
        held = held.subarray(fault.bytes);
      }, fault.everyMs);
      client.once('close', () => clearInterval(timer));
      return;
    }
    case 'truncate_answer': {
      let left = fault.bytes;
      upstream.on('data', (piece) => {
        if (piece.length < left) {
          left -= piece.length;
          client.write(piece);
          return;
        }
        client.end(piece.subarray(0, left));
        upstream.destroy();
      });
      return;
    }
    case 'none':
    case 'delay':
    case 'reset_during_request':
    case 'reset_on_connect':
    case 'half_open':
      upstream.on('data', (piece) => void client.write(piece));
  }
}
