import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Operator } from '../../access/decorators.ts';
import { QueryParameters } from '../../http/query-parameters.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { SERVICE_PROBLEMS } from '../../problems/problem-groups.ts';
import { SummaryQuery } from './summary.request.ts';
import { SummaryAnswer } from './summary.response.ts';
import { Summary } from './summary.ts';

const SUMMARY_DESCRIPTION = `
What succeeded on these days, and what was given back on them. A payment counts on the day on which it succeeded, a capture and
a refund on their own. \`from\` is in it, \`to\` is not; both are midnights in \`time_zone\`. Cards that were saved without a payment
are in no row.
`.trim();

@ApiTags('Reports')
@Controller('v1/payments')
export class ReportsController {
  constructor(private readonly summaries: Summary) {}

  @Get('summary')
  @Operator('payments:read')
  @ApiOperation({
    operationId: 'summarizePayments',
    summary: 'What was taken and given back, by day, currency, state, gateway and method',
    description: SUMMARY_DESCRIPTION,
  })
  @ApiOkResponse({ type: SummaryAnswer, description: 'Exact amounts, never added up over currencies.' })
  @ApiProblems(...SERVICE_PROBLEMS)
  async summary(@QueryParameters(SummaryQuery) query: SummaryQuery): Promise<SummaryAnswer> {
    return this.summaries.of(query);
  }
}
