import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Operator } from '../access/decorators.ts';
import { QueryParameters } from '../http/query-parameters.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { SERVICE_PROBLEMS } from '../problems/problem-groups.ts';
import { AuditQuery, AuditReader } from './audit-reader.ts';
import { AuditAnswer } from './audit.response.ts';

const LIST_DESCRIPTION = `
Every use of a service key on a route that changes something, an operator's and a server's alike: who, what, when, from
where, before and after. What was refused stands here too. An entry holds ids, states and amounts, and nothing about a
customer; what a person wrote stands in the payment's timeline. Nothing of it is ever changed or removed.

Newest first, a page at a time: send \`next_cursor\` as \`cursor\`, with the same filters, until it is null.
`.trim();

@ApiTags('Audit')
@Controller('v1/audit')
export class AuditController {
  constructor(private readonly audit: AuditReader) {}

  @Get()
  @Operator('audit:read')
  @ApiOperation({
    operationId: 'listAudit',
    summary: 'Who has done what, when and from where',
    description: LIST_DESCRIPTION,
  })
  @ApiOkResponse({ type: AuditAnswer, description: 'One page.' })
  @ApiProblems(...SERVICE_PROBLEMS)
  async list(@QueryParameters(AuditQuery) query: AuditQuery): Promise<AuditAnswer> {
    return this.audit.list(query);
  }
}
