import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readMultipart } from '../attachments/read-multipart.ts';
import { outlineOf } from '../attachments/uploaded-file.ts';
import { changeAnswer } from '../faults/change-answer.ts';
import type { Fault, When } from '../faults/fault.ts';
import type { RecordedRequest } from '../record/requests.ts';
import type { World } from '../world.ts';
import { dropConnection, resetConnection, sendHalf, stayOpen } from './connection.ts';
import { NOT_FOUND } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call, Handler } from './call.ts';
import { render, renderEcho, renderStatus, spoil } from './wire.ts';
import type { Rendered } from './wire.ts';

/** One request from record to wire: faults before the work, the work, faults after it. */
export async function serve(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  handler: Handler,
): Promise<void> {
  const url = new URL(request.url, 'http://simulator');
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  if (world.forgotten.concerns({ method: request.method, path: url.pathname, body: raw.toString('utf8') })) {
    request.raw.resume();
    return write(reply, render(NOT_FOUND));
  }
  const inForce = world.faults.whileInForce();
  const faults = world.faults.strike({ method: request.method, path: url.pathname, body: raw });
  const entry = record(world, request, url, raw, faults);
  const find = <Kind extends Fault['kind']>(kind: Kind) =>
    faults.find((fault) => fault.kind === kind) as Extract<Fault, { kind: Kind }> | undefined;

  if (find('reset_before') !== undefined) return resetConnection(reply);
  await waitFor(world, faults, 'before', inForce);
  if (hangs(faults, 'before')) return stayOpen(reply);
  const instead =
    statusOf(faults, 'before') ?? (find('echo_payload') && renderEcho(raw, request.headers.authorization));
  if (instead !== undefined) {
    // An upload that is left unread would block the connection.
    request.raw.resume();
    return send(reply, entry, instead);
  }

  const call: Call = {
    world,
    method: request.method,
    path: url.pathname,
    params: (request.params ?? {}) as Record<string, string>,
    query: url.searchParams,
    headers: request.headers,
    raw,
    readMultipart: async () => {
      const body = await readMultipart(request);
      const files = body.files.map(outlineOf);
      entry.multipart = { fields: body.fields, files };
      return body;
    },
    forcedOutcome: find('outcome')?.outcome,
    forcedMessage: find('outcome')?.message,
    operationOutcome: find('operation')?.outcome,
    warn: (text) => void entry.warnings.push(text),
  };
  const answer = changeAnswer(world, await handler(call), faults);

  if (answer.lostForMs !== undefined) return lose(world, reply, answer, answer.lostForMs);
  await world.webhooks.dispatch(answer.webhooks ?? []);
  await waitFor(world, faults, 'after', inForce);
  if (find('answer_lost') !== undefined) return dropConnection(reply);
  if (hangs(faults, 'after')) return stayOpen(reply);
  const rendered = statusOf(faults, 'after') ?? spoil(render(answer), faults);
  if (find('truncated') !== undefined) return sendHalf(reply, rendered, 'close');
  if (find('reset_during_answer') !== undefined) return sendHalf(reply, rendered, 'reset');
  return send(reply, entry, rendered);
}

function lose(world: World, reply: FastifyReply, { webhooks = [] }: Answer, milliseconds: number): void {
  const later = sleep(milliseconds, undefined, { signal: world.closing, ref: false });
  void later.then(() => world.webhooks.dispatch(webhooks)).catch(() => undefined);
  dropConnection(reply);
}

function record(
  world: World,
  request: FastifyRequest,
  url: URL,
  raw: Buffer,
  faults: readonly Fault[],
): RecordedRequest {
  return world.requests.add({
    at: new Date(world.clock.now()).toISOString(),
    method: request.method,
    path: url.pathname,
    url: request.url,
    headers: request.headers,
    // Printed when asked for: a benchmark's record would else hold every body three times.
    get raw_body() {
      return raw.toString('utf8');
    },
    get raw_body_base64() {
      return raw.toString('base64');
    },
    body_bytes: raw.length,
    warnings: [],
    faults: faults.map((fault) => fault.kind),
    answer_status: null,
  });
}

/** Longer than anybody waits. */
const LONGEST = 2 ** 31 - 1;

/** Real milliseconds: a client's deadline is not sped up with the simulator's clock. */
async function waitFor(world: World, faults: readonly Fault[], when: When, inForce: AbortSignal): Promise<void> {
  for (const fault of faults) {
    if (fault.kind === 'hold' && (fault.when ?? 'after') === when) {
      await sleep(LONGEST, undefined, { signal: AbortSignal.any([inForce, world.closing]) }).catch(() => undefined);
    }
    if (fault.kind === 'delay' && (fault.when ?? 'after') === when) {
      await sleep(fault.ms, undefined, { signal: world.closing }).catch(() => undefined);
    }
  }
}

function hangs(faults: readonly Fault[], when: When): boolean {
  return faults.some((fault) => fault.kind === 'hang' && (fault.when ?? 'before') === when);
}

function statusOf(faults: readonly Fault[], when: When): Rendered | undefined {
  const fault = faults.find((each) => each.kind === 'status' && (each.when ?? 'before') === when);
  return fault?.kind === 'status' ? renderStatus(fault) : undefined;
}

function send(reply: FastifyReply, entry: RecordedRequest, rendered: Rendered): void {
  entry.answer_status = rendered.status;
  write(reply, rendered);
}

function write(reply: FastifyReply, rendered: Rendered): void {
  // Bytes, so that no charset is added to the content type.
  void reply.code(rendered.status).headers(rendered.headers).send(Buffer.from(rendered.body, 'utf8'));
}
