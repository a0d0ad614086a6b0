import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

import { describeSecuritySchemes } from '../access/security-schemes.ts';
import { underPublicPath } from '../config/public-path.ts';
import { VERSION } from '../config/version.ts';
import { openPassedOn } from '../http/passed-on.ts';
import { PROBLEM_HEADERS } from '../problems/api-problems.ts';
import { operationsOf } from './operations-of.ts';
import { TAGS } from './tags.ts';

export const PROBLEMS_PAGE = '/docs/problems';

const INTRODUCTION = `
A checkout backend-for-frontend for merchants of Ottu. It holds Ottu's private key, charges in one step for trusted
servers, and tells truthfully what became of every payment.

Amounts are decimal strings with exactly the digits of their currency (\`"1.000"\` KWD, \`"100"\` JPY). Errors are problem
documents (RFC 9457); each route lists its own codes, and [a page](PROBLEMS_PAGE) all of them. On routes that move money they
carry \`outcome\`: \`none\` (nothing was charged and nothing will be), \`unknown\` (not settled; repeat with the same
\`Idempotency-Key\` or read the payment) or \`final\`.

A body has at most 256 kB, 1 MB from Ottu, and 32 kB on routes for shoppers but for the one that pays (\`payload_too_large\`); its names have
at most 1,024 characters, and it has at most 20,000 values in 64 levels (\`malformed_json\`). What stands inside a wallet's
\`payload\` counts for size and depth only. Of its faults the first 100 are told.
`.trim();

/** The written document of every route, made from the code that serves them. */
export function openApiDocument(app: NestFastifyApplication, publicPath = ''): OpenAPIObject {
  const config = describeSecuritySchemes(new DocumentBuilder())
    .setOpenAPIVersion('3.1.0')
    .setTitle('ottu-bff')
    .setDescription(withProblemsPage(INTRODUCTION, publicPath))
    .setVersion(VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(publicPath === '' ? '/' : publicPath, 'This service')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const used = new Set(operationsOf(document).flatMap(({ operation }) => operation.tags ?? []));
  document.tags = TAGS.filter(([name]) => used.has(name)).map(([name, description]) => ({ name, description }));
  document.components = { ...document.components, headers: PROBLEM_HEADERS };
  openPassedOn(document);
  return document;
}

/** A description whose link to the page of problem codes can be followed from outside. */
export function withProblemsPage(description: string, publicPath: string): string {
  return description.replace('PROBLEMS_PAGE', underPublicPath(publicPath, PROBLEMS_PAGE));
}

/** The document as it is committed: indented, so that a change of it can be reviewed. */
export function documentText(app: NestFastifyApplication): string {
  return `${JSON.stringify(openApiDocument(app), null, 2)}\n`;
}
