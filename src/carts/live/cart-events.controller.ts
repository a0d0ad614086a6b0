import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Storefront } from '../../access/decorators.ts';
import { ShopperNetwork, type Network } from '../../http/network.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { CartReader, CartAccess, type CartCredentials } from '../cart-access.ts';
import { CART_PROBLEMS } from '../routes/carts.docs.ts';
import { EVENTS_DESCRIPTION, EVENTS_EXAMPLE, LAST_EVENT_ID } from './cart-events.docs.ts';
import { EventStream } from './event-stream.ts';
import { parseEventId } from './event-text.ts';
import { LiveCarts } from './live-carts.ts';
import { StreamSlots } from './stream-slots.ts';

const HEAD = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // nginx would keep events back until it has a buffer full of them.
  'x-accel-buffering': 'no',
} as const;

@ApiTags('Checkout')
@Controller('v1/carts/:id')
export class CartEventsController {
  constructor(
    private readonly carts: CartReader,
    private readonly slots: StreamSlots,
    private readonly live: LiveCarts,
  ) {}

  /** Refuses before it writes the head of the response; Nest's own `@Sse` writes the head first. */
  @Get('events')
  @Storefront()
  @ApiOperation({
    operationId: 'followCart',
    summary: 'Follow the payment as it happens',
    description: EVENTS_DESCRIPTION,
  })
  @ApiHeader(LAST_EVENT_ID)
  @ApiOkResponse({
    description: 'Events, until there is nothing more to tell.',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: EVENTS_EXAMPLE } },
  })
  @ApiProblems(...CART_PROBLEMS, 'too_many_streams', 'streams_full')
  async follow(
    @CartAccess() access: CartCredentials,
    @ShopperNetwork() network: Network,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const cart = await this.carts.read(access);
    void reply.headers(HEAD);
    // A HEAD request would hold a slot and get no event.
    if (request.method === 'HEAD') return void reply.send();
    const refund = this.slots.acquire(cart.id, network);
    reply.hijack();
    // With the headers that the reply has already: CORS, the request's id.
    reply.raw.writeHead(200, reply.getHeaders() as Record<string, string>);
    const stream = new EventStream(reply.raw, parseEventId(request.raw.headers['last-event-id']?.toString()));
    void stream.closed.then(refund);
    this.live.follow(cart, stream);
  }
}
