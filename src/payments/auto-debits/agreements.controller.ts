import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';

import { Operator } from '../../access/decorators.ts';
import { QueryParameters } from '../../http/query-parameters.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { SERVICE_PROBLEMS } from '../../problems/problem-groups.ts';
import { Problem } from '../../problems/problem.ts';
import { parseAgreementKey } from '../identifiers.ts';
import { AgreementCards } from './agreement-card.ts';
import {
  AgreementAnswer,
  AgreementListAnswer,
  WholeAgreementAnswer,
  type AgreementView,
} from './agreement.response.ts';
import { AgreementListQuery, Agreements } from './agreements.ts';

const AGREEMENT_KEY = {
  name: 'id',
  format: 'uuid',
  description: 'The `id` of the agreement, as the list shows it; not its `agreement_id`.',
} as const;

const CANCEL_DESCRIPTION = `
No further cycle is charged here, and no route of this service charges a token under it. A charge that is under way is not
undone. Ottu is not told: it keeps the card. A new first payment, by the payer himself, begins the agreement anew. A
second time changes nothing.
`.trim();

@ApiTags('Auto-debits')
@Controller('v1/agreements')
export class AgreementsController {
  constructor(
    private readonly agreements: Agreements,
    private readonly cards: AgreementCards,
  ) {}

  @Get()
  @Operator('payments:read', { servers: true })
  @ApiOperation({
    operationId: 'listAgreements',
    summary: 'What may be charged without the customer',
    description:
      'Newest first, a page at a time: send `next_cursor` as `cursor`, with the same filters, until it is null.',
  })
  @ApiOkResponse({ type: AgreementListAnswer, description: 'One page.' })
  @ApiProblems(...SERVICE_PROBLEMS)
  async list(@QueryParameters(AgreementListQuery) query: AgreementListQuery): Promise<AgreementListAnswer> {
    return this.agreements.list(query);
  }

  @Get(':id')
  @Operator('payments:read', { servers: true })
  @ApiParam(AGREEMENT_KEY)
  @ApiOperation({ operationId: 'getAgreement', summary: 'One agreement, its card and what was charged' })
  @ApiOkResponse({ type: WholeAgreementAnswer, description: 'The agreement; its card as Ottu lists it now.' })
  @ApiProblems('agreement_not_found', ...SERVICE_PROBLEMS)
  async one(@Param('id') id: string): Promise<WholeAgreementAnswer> {
    const { agreement } = found(await this.agreements.find(keyOf(id)));
    const [card, charges] = await Promise.all([this.cards.show(agreement), this.agreements.chargesOf(agreement.id)]);
    return { agreement, ...card, charges };
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Operator('payments:charge', { servers: true })
  @ApiParam(AGREEMENT_KEY)
  @ApiOperation({ operationId: 'cancelAgreement', summary: 'End an agreement', description: CANCEL_DESCRIPTION })
  @ApiOkResponse({ type: AgreementAnswer, description: 'The agreement, canceled.' })
  @ApiProblems('agreement_not_found', ...SERVICE_PROBLEMS)
  async cancel(@Param('id') id: string): Promise<AgreementAnswer> {
    return found(await this.agreements.cancel(keyOf(id)));
  }
}

function keyOf(text: string): string {
  const id = parseAgreementKey(text);
  if (id === undefined) throw new Problem('agreement_not_found', { detail: 'There is no such agreement.' });
  return id;
}

function found(agreement: AgreementView | undefined): AgreementAnswer {
  if (agreement === undefined) throw new Problem('agreement_not_found', { detail: 'There is no such agreement.' });
  return { agreement };
}
