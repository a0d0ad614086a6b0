import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Rendered } from './wire.ts';

/** Closes the connection without an answer: the client sees an end where a status line should be. */
export function dropConnection(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.socket?.destroy();
}

/** Resets it: the client sees ECONNRESET. */
export function resetConnection(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.socket?.resetAndDestroy();
}

/** Sends the head and half of the body, then closes or resets. */
export function sendHalf(reply: FastifyReply, rendered: Rendered, end: 'close' | 'reset'): void {
  reply.hijack();
  const { socket } = reply.raw;
  const bytes = Buffer.from(rendered.body, 'utf8');
  const head = [
    `HTTP/1.1 ${rendered.status} ${STATUS_CODES[rendered.status] ?? ''}`,
    ...Object.entries(rendered.headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${bytes.length}`,
  ].join('\r\n');
  socket?.write(
    Buffer.concat([Buffer.from(`${head}\r\n\r\n`), bytes.subarray(0, Math.floor(bytes.length / 2))]),
    () => {
      if (end === 'close') socket.end(() => socket.destroy());
      else socket.resetAndDestroy();
    },
  );
}

/** Keeps the connection open and silent until the client or the simulator ends. */
export function stayOpen(reply: FastifyReply): void {
  reply.hijack();
}
