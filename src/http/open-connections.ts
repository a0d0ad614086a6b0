import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';

import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { HttpSettings } from '../config/settings.ts';
import { Problem } from '../problems/problem.ts';
import { hasBody } from './request-headers.ts';
import { SECURE_HEADERS } from './secure-headers.ts';
import { isStreamed } from './streamed-body.ts';

/** Answers that one connection may wait for. Clients that send requests ahead send ten or so. */
export const MOST_UNDER_WAY = 32;
/** Bytes that are kept of bodies whose end has not come yet, over all connections. */
export const MOST_ARRIVING_BYTES = 64 * 1024 * 1024;
/** What each piece of a body costs beside its bytes: whoever sends them one by one pays for it. */
const PIECE_BYTES = 256;
/** How many of the oldest connections are looked at for one that may be closed. */
const MOST_LOOKED_AT = 64;
const WARN_EVERY_MS = 60_000;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Nothing is done for it until its body has come; one that is read piece by piece is worked on from its beginning. */
  readonly waitsForBody: () => boolean;
  /** When it was first seen that the answer is ready, and not taken. */
  readySince?: number;
}

/** The connections of one listener, those that have been silent for longest first. */
type Open = Map<Socket, Set<Exchange>>;

/**
 * Bounds what callers can hold of this process by being slow. Whoever has kept it waiting for longest gives way to whoever
 * comes: no proxy has to be known for that, behind which all callers have one address, and a caller who sends his request
 * at the speed of a network is never the one. A request that is being worked on is left alone.
 */
export class OpenConnections {
  readonly #logger = new Logger('Connections');
  readonly #listOf = new WeakMap<Socket, Open>();
  /** Of each body that is on its way, what it has taken so far; the oldest first. */
  readonly #arriving = new Map<IncomingMessage, number>();
  #arrivingBytes = 0;
  #warnedAt = -Infinity;

  constructor(private readonly settings: Pick<HttpSettings, 'connectionsMax' | 'receiveTimeoutMs'>) {}

  /** Counts the connections of a listener. Each listener has its own places: a flood of one does not close the other. */
  watch(server: Server): void {
    const open: Open = new Map();
    server.on('connection', (socket) => {
      // A caller who left while he was being accepted.
      if (socket.destroyed) return;
      open.set(socket, new Set());
      this.#listOf.set(socket, open);
      socket.once('close', () => open.delete(socket));
      if (open.size > this.settings.connectionsMax) this.#makeRoom(open, socket);
    });
    const looking = setInterval(() => this.#endUntaken(open), this.settings.receiveTimeoutMs / 6).unref();
    server.once('close', () => clearInterval(looking));
  }

  /** To be called before other hooks are added, so that nothing is done for what is refused here. */
  addHooks(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      const refusal = this.#refusalOf(request, reply.raw);
      if (refusal === undefined) return done();
      void reply.headers({ ...SECURE_HEADERS, connection: 'close' });
      done(new Problem('bad_request', { detail: refusal, outcome: 'none' }));
    });
    fastify.addHook('preParsing', (request, _reply, payload, done) => {
      if (hasBody(request.raw) && !isStreamed(request)) this.#count(request.raw, payload as Readable);
      done();
    });
  }

  #refusalOf(request: FastifyRequest, response: ServerResponse): string | undefined {
    if (this.#begin(request, response) > MOST_UNDER_WAY) {
      return `At most ${MOST_UNDER_WAY} requests of one connection may be under way.`;
    }
    // Node takes a line without a version for HTTP/0.9, and a proxy may take it for something else.
    return request.raw.httpVersionMajor === 1 ? undefined : 'Only HTTP/1.1 and HTTP/1.0 are spoken here.';
  }

  /** @returns how many answers the connection waits for now. */
  #begin(request: FastifyRequest, response: ServerResponse): number {
    const { socket } = request.raw;
    const open = this.#listOf.get(socket);
    const exchanges = open?.get(socket);
    if (open === undefined || exchanges === undefined) return 0;
    const { raw } = request;
    const exchange: Exchange = { request: raw, response, waitsForBody: () => !raw.complete && !isStreamed(request) };
    exchanges.add(exchange);
    response.once('close', () => {
      exchanges.delete(exchange);
      // It has just been used: now it is the one that has been silent for the shortest time.
      if (open.delete(socket)) open.set(socket, exchanges);
    });
    return exchanges.size;
  }

  #count(request: IncomingMessage, payload: Readable): void {
    this.#arriving.set(request, 0);
    payload.on('data', (chunk: Buffer) => {
      const before = this.#arriving.get(request);
      if (before === undefined) return;
      const more = chunk.length + PIECE_BYTES;
      this.#arriving.set(request, before + more);
      this.#arrivingBytes += more;
      if (this.#arrivingBytes > MOST_ARRIVING_BYTES) this.#endOldestBody();
    });
    const forget = (): void => {
      this.#arrivingBytes -= this.#arriving.get(request) ?? 0;
      this.#arriving.delete(request);
    };
    payload.once('end', forget).once('close', forget);
  }

  #endOldestBody(): void {
    const [oldest] = this.#arriving.keys();
    if (oldest === undefined) return;
    this.#warn('Bodies that are on their way take too much memory; the oldest is given up');
    this.#arrivingBytes -= this.#arriving.get(oldest) ?? 0;
    this.#arriving.delete(oldest);
    oldest.socket.destroy();
  }

  /** Where the oldest are all being worked on, the newcomer is the one that waits. */
  #makeRoom(open: Open, newcomer: Socket): void {
    this.#warn('CONNECTIONS_MAX is reached; the connection that was silent for longest gives way');
    let looked = 0;
    for (const [socket, exchanges] of open) {
      if (waitsForCaller(exchanges)) return void socket.destroy();
      if ((looked += 1) >= MOST_LOOKED_AT) break;
      // Behind the others, so that the next look does not begin with it again.
      open.delete(socket);
      open.set(socket, exchanges);
    }
    newcomer.destroy();
  }

  /** A reader who takes an answer byte by byte keeps it in memory. */
  #endUntaken(open: Open): void {
    const now = performance.now();
    for (const [socket, exchanges] of open) {
      for (const exchange of exchanges) {
        if (!exchange.response.writableEnded) continue;
        exchange.readySince ??= now;
        if (now - exchange.readySince > 2 * this.settings.receiveTimeoutMs) socket.destroy();
      }
    }
  }

  #warn(message: string): void {
    const now = performance.now();
    if (now - this.#warnedAt < WARN_EVERY_MS) return;
    this.#warnedAt = now;
    this.#logger.warn(message);
  }
}

/** Whether nothing is done for the connection: it owes us bytes, or the taking of its answer. */
function waitsForCaller(exchanges: ReadonlySet<Exchange>): boolean {
  return [...exchanges].every(({ response, waitsForBody }) => waitsForBody() || response.writableEnded);
}
