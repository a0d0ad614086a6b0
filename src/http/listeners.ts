import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { FastifyInstance } from 'fastify';

import { Problem } from '../problems/problem.ts';

/** Bound the wait for a moment in which nobody connects: under a flood there is none, and turns of a busy process are long. */
const MOST_TURNS = 1_000;
const MOST_MS = 2_000;
const LOOK_EVERY_MS = 250;

/**
 * The servers by which requests come in, and how they end without losing one: a balancer must not be answered by a broken
 * connection, after which it cannot tell whether a charge was begun, and a webhook of Ottu that is refused never comes again.
 * Whoever connects is refused and goes elsewhere; what is sent on a connection that is open is served.
 */
export class Listeners {
  /** With the connections that each has. */
  readonly #servers = new Map<Server, Set<Socket>>();
  /** The answer to the last request of each connection. */
  readonly #latest = new WeakMap<Socket, ServerResponse>();
  #retiring = false;
  #stopped: Promise<void> | undefined;
  readonly #closed: Promise<void>[] = [];

  /** Before the application is ready. Its own server is the first of them. */
  attach(fastify: FastifyInstance): void {
    this.add(fastify.server);
    fastify.addHook('onRequest', ({ raw: { socket } }, reply, done) => {
      const before = this.#latest.get(socket);
      this.#latest.set(socket, reply.raw);
      // Sent ahead, behind one that is under way: a connection must not be kept open by that.
      const isAhead = before !== undefined && !before.writableFinished;
      done(isAhead && this.#stopped !== undefined ? new Problem('shutting_down', { retryAfterSeconds: 5 }) : undefined);
    });
    // When the answer leaves, not when its request came: a charge takes a while. Nothing follows an answer that says it.
    fastify.addHook('onSend', ({ raw: { socket } }, reply, _payload, done) => {
      if (this.#retiring && this.#latest.get(socket) === reply.raw) void reply.header('connection', 'close');
      done();
    });
    fastify.addHook('preClose', () => this.stop());
    // After everything is answered the database and Ottu's connections are closed.
    fastify.addHook('onClose', () => this.#ended());
  }

  add(server: Server): void {
    const open = new Set<Socket>();
    this.#servers.set(server, open);
    server.on('connection', (socket) => {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    });
  }

  /** Every answer ends its connection from now on, so that whoever keeps one comes by another, perhaps elsewhere. */
  retire(): void {
    this.#retiring = true;
  }

  /** Refuses connections from now on. Resolves when none is taken any more; what is under way goes on. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.retire();
    await Promise.all([...this.#servers].map(([server, open]) => this.#close(server, open)));
  }

  async #close(server: Server, open: ReadonlySet<Socket>): Promise<void> {
    await nobodyWaits(server);
    // An error says that it was not listening.
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    this.#closed.push(closed);
    const looking = setInterval(() => endUnused(server, open), LOOK_EVERY_MS).unref();
    void closed.then(() => clearInterval(looking));
  }

  async #ended(): Promise<void> {
    await this.stop();
    await Promise.all(this.#closed);
  }
}

/**
 * Ends connections that nothing is done for: those that their clients kept after their last answer, and those on which not a
 * byte has come, which browsers and HTTP clients open ahead of need. Node does not count the latter as idle, and would wait
 * for them up to the idle limit of sockets. Nothing is lost with them: by the first look what was on its way has come.
 */
function endUnused(server: Server, open: ReadonlySet<Socket>): void {
  server.closeIdleConnections();
  for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
}

/**
 * Resolves in a moment in which nobody who has connected waits to be accepted: the system resets those when a listener is
 * closed, with the requests that they have sent already. Node accepts one of them in each turn of its loop.
 */
async function nobodyWaits(server: Server): Promise<void> {
  let quietTurns = 0;
  const onConnection = (): void => {
    quietTurns = -1;
  };
  server.on('connection', onConnection);
  // Two: the first turn may have begun before anybody was listened to.
  const until = performance.now() + MOST_MS;
  for (let turns = 0; quietTurns < 2 && turns < MOST_TURNS && performance.now() < until; turns += 1) {
    await nextTurn();
    quietTurns += 1;
  }
  server.off('connection', onConnection);
}
