import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { plantedCard } from '../cards/cards.ts';
import type { Card } from '../cards/cards.ts';
import { readRules } from '../faults/read-rules.ts';
import { GATEWAYS } from '../gateways/gateways.ts';
import { isObject } from '../json.ts';
import { OUTCOMES, OUTCOME_BY_DIGITS } from '../payments/outcomes.ts';
import { changeSwitches } from '../switches.ts';
import type { MessageFilter } from '../record/messages.ts';
import type { RecordedRequest } from '../record/requests.ts';
import type { World } from '../world.ts';
import { decideControl, operateControl } from './operate-session.ts';
import { payControl } from './pay-session.ts';
import { webhookRoutes } from './webhooks.ts';
import { resetWorld } from '../reset.ts';

/** What tests and demos ask of the simulator itself. None of it is recorded as a request to Ottu. */
export function controlRoutes(app: FastifyInstance, world: World): void {
  app.get('/__sandbox', () => ({
    url: world.baseUrl,
    clock: { now: new Date(world.clock.now()).toISOString(), speed: world.clock.speed() },
    switches: world.switches,
    gateways: GATEWAYS,
    outcomes: OUTCOMES,
    outcome_by_last_two_digits: OUTCOME_BY_DIGITS,
  }));
  app.delete('/__sandbox', (_request, reply) => {
    resetWorld(world);
    return reply.code(204).send();
  });
  app.get<{ Querystring: { order_no?: string } }>('/__sandbox/ledger', (request) =>
    world.ledger.entries(request.query.order_no),
  );
  app.get<{ Querystring: MessageFilter }>('/__sandbox/messages', (request) => world.messages.list(request.query));
  webhookRoutes(app, world);
  app.get('/__sandbox/requests', (request) =>
    world.requests.list(request.query as { path?: string; method?: string }).map(masked),
  );
  app.delete('/__sandbox/requests', (_request, reply) => {
    world.requests.clear();
    return reply.code(204).send();
  });
  app.get('/__sandbox/faults', () => world.faults.rules());
  app.put('/__sandbox/faults', (request, reply) => {
    const rules = readRules(bodyOf(request));
    if (typeof rules === 'string') return refuse(reply, rules);
    world.faults.set(rules);
    return rules;
  });
  app.delete('/__sandbox/faults', (_request, reply) => {
    world.faults.clear();
    return reply.code(204).send();
  });
  app.post<{ Params: { session_id: string } }>('/__sandbox/sessions/:session_id/pay', (request, reply) =>
    payControl(world, request.params.session_id, request.body === undefined ? {} : bodyOf(request), reply),
  );
  app.post<{ Params: { session_id: string } }>('/__sandbox/sessions/:session_id/operate', (request, reply) =>
    operateControl(world, request.params.session_id, bodyOf(request), reply),
  );
  app.post<{ Params: { session_id: string } }>('/__sandbox/refunds/:session_id/decide', (request, reply) =>
    decideControl(world, request.params.session_id, bodyOf(request), reply),
  );
  app.post('/__sandbox/cards', (request, reply) => saveCard(world, bodyOf(request), reply));
  app.put('/__sandbox/clock', (request, reply) => setClock(world, bodyOf(request), reply));
  app.get('/__sandbox/settings', () => world.switches);
  app.put('/__sandbox/settings', (request, reply) => {
    const body = bodyOf(request);
    const changed = isObject(body) ? changeSwitches(world.switches, body) : 'The body must be a JSON object.';
    if (typeof changed === 'string') return refuse(reply, changed);
    world.switches = changed;
    return changed;
  });
}

/** Checks only `token` and `customer_id`; the other members of a planted card are the test's business. */
function saveCard(world: World, body: unknown, reply: FastifyReply): FastifyReply {
  if (!isObject(body) || typeof body['token'] !== 'string' || typeof body['customer_id'] !== 'string') {
    return refuse(reply, 'token and customer_id must be texts.');
  }
  world.cards.save(plantedCard(body as Partial<Card> & Pick<Card, 'token' | 'customer_id'>));
  return reply.code(204).send();
}

function setClock(world: World, body: unknown, reply: FastifyReply): unknown {
  if (!isObject(body)) return refuse(reply, 'The body must be a JSON object.');
  const { speed, advance_ms: advance } = body;
  if (speed !== undefined && !(typeof speed === 'number' && speed > 0)) {
    return refuse(reply, 'speed must be a number above 0.');
  }
  if (advance !== undefined && !(typeof advance === 'number' && advance >= 0)) {
    return refuse(reply, 'advance_ms must be 0 or more.');
  }
  if (speed !== undefined) world.clock.setSpeed(speed);
  if (advance !== undefined) world.clock.advance(advance);
  return { now: new Date(world.clock.now()).toISOString(), speed: world.clock.speed() };
}

function bodyOf(request: FastifyRequest): unknown {
  try {
    return JSON.parse(String(request.body)) as unknown;
  } catch {
    return undefined;
  }
}

function refuse(reply: FastifyReply, error: string): FastifyReply {
  return reply.code(400).send({ error });
}

/** Of `Authorization` only the scheme is shown: whose key it is can be a real one. */
function masked(request: RecordedRequest): RecordedRequest {
  const { authorization } = request.headers;
  if (typeof authorization !== 'string') return request;
  const [scheme = ''] = /^[A-Za-z-]+(?= )/.exec(authorization) ?? [];
  return { ...request, headers: { ...request.headers, authorization: `${scheme} [masked]`.trim() } };
}
