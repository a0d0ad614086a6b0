import type { FastifyInstance } from 'fastify';
import type { DeliveryFilter } from '../webhooks/webhooks.ts';
import type { World } from '../world.ts';

/** What was told to the merchant, and how it was taken. */
export function webhookRoutes(app: FastifyInstance, world: World): void {
  app.get<{ Querystring: DeliveryFilter }>('/__sandbox/webhooks', (request) => world.webhooks.list(request.query));
  app.delete('/__sandbox/webhooks', (_request, reply) => {
    world.webhooks.clear();
    return reply.code(204).send();
  });
  app.post<{ Params: { id: string } }>('/__sandbox/webhooks/:id/redeliver', async (request, reply) => {
    const delivery = await world.webhooks.redeliver(Number(request.params.id));
    return delivery ?? reply.code(404).send({ error: 'There is no such webhook.' });
  });
}
