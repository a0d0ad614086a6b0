import { Controller, Get, Req, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import { Operator } from '../../access/decorators.ts';
import { QueryParameters } from '../../http/query-parameters.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { SERVICE_PROBLEMS } from '../../problems/problem-groups.ts';
import { Discrepancies, DiscrepanciesQuery, DISCREPANCIES_DESCRIPTION } from './discrepancies.ts';
import { DiscrepanciesAnswer } from './discrepancies.response.ts';
import { EXPORT_DESCRIPTION, EXPORT_EXAMPLE } from './export.docs.ts';
import { ExportQuery } from './export.request.ts';
import { PaymentExport } from './payment-export.ts';
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
  constructor(
    private readonly summaries: Summary,
    private readonly exports: PaymentExport,
    private readonly found: Discrepancies,
  ) {}

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

  @Get('export')
  @Operator('payments:read')
  @ApiOperation({
    operationId: 'exportPayments',
    summary: 'The same row by row, as CSV',
    description: EXPORT_DESCRIPTION,
  })
  @ApiOkResponse({
    description: 'UTF-8 with a byte order mark, lines ended by CRLF, the first of them with the names of the columns.',
    content: { 'text/csv': { schema: { type: 'string' }, example: EXPORT_EXAMPLE } },
  })
  @ApiProblems(...SERVICE_PROBLEMS)
  async export(
    @QueryParameters(ExportQuery) query: ExportQuery,
    @Req() { method }: FastifyRequest,
  ): Promise<StreamableFile | undefined> {
    // Fastify would read all of a stream for a HEAD, and throw it away.
    if (method === 'HEAD') return undefined;
    return new StreamableFile(await this.exports.open(query), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: `attachment; filename="payments-${query.from}-${query.to}.csv"`,
    });
  }

  @Get('discrepancies')
  @Operator('payments:read')
  @ApiOperation({
    operationId: 'listDiscrepancies',
    summary: 'Payments that are not as Ottu shows them',
    description: DISCREPANCIES_DESCRIPTION,
  })
  @ApiOkResponse({ type: DiscrepanciesAnswer, description: 'The newest comparison first.' })
  @ApiProblems(...SERVICE_PROBLEMS)
  async discrepancies(@QueryParameters(DiscrepanciesQuery) query: DiscrepanciesQuery): Promise<DiscrepanciesAnswer> {
    return this.found.list(query);
  }
}
