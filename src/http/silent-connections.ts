import type { Socket } from 'node:net';

import type { FastifyInstance } from 'fastify';

const LOOK_EVERY_MS = 250;

/**
 * Browsers and HTTP clients open connections ahead of need. Node does not count one that has not sent a byte yet as idle
 * and would wait for it, up to the idle limit of sockets, before the service may end. Nothing is lost with it.
 */
export function endSilentConnections(fastify: FastifyInstance): void {
  const open = new Set<Socket>();
  fastify.server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const endSilent = (): void => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  };
  fastify.addHook('preClose', (done) => {
    endSilent();
    // Until the port is closed, more of them may come.
    const looking = setInterval(endSilent, LOOK_EVERY_MS).unref();
    fastify.server.once('close', () => clearInterval(looking));
    done();
  });
}
