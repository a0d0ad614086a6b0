/**
 * Loaded into the service before it starts (`node --import`): counts the steps of its event loop that belong to the first
 * webhook, each continuation of an `await` among them, and kills the process before the step number `KILL_AT`. With 0 it
 * says how many there were until the answer began.
 */
import { AsyncResource, createHook } from 'node:async_hooks';
import { Server, ServerResponse } from 'node:http';

const killAt = Number(process.env['KILL_AT']);
const inside = new Set();
let steps = 0;

const { emit } = Server.prototype;
Server.prototype.emit = function emitted(event, ...args) {
  if (event !== 'request' || args[0].url !== '/v1/webhooks/ottu') return emit.call(this, event, ...args);
  const webhook = new AsyncResource('webhook');
  inside.add(webhook.asyncId());
  return webhook.runInAsyncScope(() => emit.call(this, event, ...args));
};

const { writeHead } = ServerResponse.prototype;
ServerResponse.prototype.writeHead = function answered(...args) {
  if (killAt === 0 && steps > 0) process.stderr.write(`steps until the answer: ${steps}\n`);
  return writeHead.apply(this, args);
};

createHook({
  init(id, _type, parent) {
    if (inside.has(parent)) inside.add(id);
  },
  before(id) {
    if (!inside.has(id)) return;
    steps += 1;
    if (steps === killAt) process.kill(process.pid, 'SIGKILL');
  },
}).enable();
