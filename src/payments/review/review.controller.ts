import { Controller, createParamDecorator, HttpCode, Param, Post, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import { auditFactsOf } from '../reading/audit-facts.ts';
import { noteForAudit } from '../../audit/key-use.ts';
import { Caller } from '../../access/caller.ts';
import { Operator } from '../../access/decorators.ts';
import { Answer } from '../../http/answer.ts';
import { documented } from '../../http/documented.ts';
import { JsonBody } from '../../http/json-body.ts';
import { readTagCondition, TAG_LIST, type TagCondition } from '../../http/tag-condition.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { SERVICE_PROBLEMS } from '../../problems/problem-groups.ts';
import { Problem } from '../../problems/problem.ts';
import { parsePaymentId } from '../identifiers.ts';
import { PAYMENT_TAG_HEADERS } from '../reading/payment-tag.ts';
import { PaymentAnswer } from '../reading/payment.response.ts';
import { PAYMENT_ID } from '../reading/payments.controller.ts';
import { PaymentsReader } from '../reading/payments-reader.ts';
import { EndReview } from './end-review.ts';
import { ReviewRequest } from './review.request.ts';

/** What Swagger UI shows above the route. */
export const REVIEW_DESCRIPTION = `
Ends the review of a payment (\`needs_review\`). Read the payment, look at its timeline and at Ottu's dashboard, then send
the decision with the ETag that was read: when the payment has changed since, nothing is decided (412).

- \`accept\`: the payment becomes \`paid\`, or the success that Ottu shows, with \`amount_received\`; its cart closes. Where Ottu
  shows no success it needs \`confirm_without_ottu: true\`.
- \`reject\`: the payment ends as \`canceled\`. Its session is expired at Ottu first. Where Ottu shows a success, give the money
  back first, and send \`given_back: true\`. The cart opens unless something else holds it or has paid it.

What Ottu has said by then counts no more; only a success with another reference, amount or session opens the matter again.
The merchant gets the event of the new state, with \`decided_by: operator\`. Without an answer of Ottu's nothing is decided
(503).
`.trim();

const SeenPayment = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const condition = readTagCondition(context.switchToHttp().getRequest<FastifyRequest>(), 'If-Match');
  // `*` would decide about whatever the payment has become.
  if (condition !== undefined && condition !== '*') return condition;
  throw new Problem('precondition_required', { detail: 'Send the ETag of the payment that was read as If-Match.' });
});

/** The route's `If-Match`, documented; without one the request is refused (M27). */
function IfSeen(): ParameterDecorator {
  return documented(
    SeenPayment(),
    ApiHeader({
      name: 'If-Match',
      required: true,
      description:
        'The `ETag` header of `GET /v1/payments/{id}`, its quotation marks included. When the payment has changed since: 412.',
      schema: TAG_LIST,
    }),
    ApiProblems('bad_request', 'precondition_required', 'payment_changed'),
  );
}

@ApiTags('Reviews')
@ApiParam(PAYMENT_ID)
@Controller('v1/payments')
export class ReviewController {
  constructor(
    private readonly review: EndReview,
    private readonly payments: PaymentsReader,
  ) {}

  @Post(':id/review')
  @HttpCode(200)
  @Operator('payments:operate')
  @ApiOperation({
    operationId: 'reviewPayment',
    summary: 'End the review of a payment',
    description: REVIEW_DESCRIPTION,
  })
  @ApiOkResponse({ type: PaymentAnswer, headers: PAYMENT_TAG_HEADERS, description: 'The payment as it was decided.' })
  @ApiProblems('not_found', 'review_not_open', 'ottu_shows_success', 'ottu_shows_no_success', 'ottu_unreachable')
  @ApiProblems(...SERVICE_PROBLEMS)
  async decide(
    @Param('id') id: string,
    @Caller() { name }: Caller,
    @IfSeen() ifMatch: Exclude<TagCondition, '*'>,
    @JsonBody(ReviewRequest) { dto }: JsonBody<ReviewRequest>,
  ): Promise<Answer<PaymentAnswer>> {
    const paymentId = parsePaymentId(id);
    if (paymentId === undefined) throw noSuchPayment();
    await this.review.execute({ paymentId, decidedBy: name, ifMatch, review: dto });
    const decided = await this.payments.details(paymentId);
    if (decided === undefined) throw noSuchPayment();
    const { payment, links } = decided.details;
    const { decision, confirm_without_ottu, given_back } = dto;
    noteForAudit({ after: { ...auditFactsOf(payment), decision, confirm_without_ottu, given_back } });
    return new Answer({ payment, links }, { headers: { etag: decided.etag } });
  }
}

function noSuchPayment(): Problem {
  return new Problem('not_found', { detail: 'There is no such payment.' });
}
