import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

import { describeSecuritySchemes } from '../access/security-schemes.ts';
import { problemCodes, problemKind } from '../problems/catalog.ts';

const VERSION = '0.1.0';

const INTRODUCTION = `
A checkout backend-for-frontend for merchants of Ottu. It holds Ottu's private key, charges in one step for trusted
servers, and tells truthfully what became of every payment.

Amounts are decimal strings with exactly the digits of their currency (\`"1.000"\` KWD, \`"100"\` JPY). Errors are problem
documents (RFC 9457); on routes that move money they carry \`outcome\`: \`none\` (nothing was charged and nothing will be),
\`unknown\` (not settled; repeat with the same \`Idempotency-Key\` or read the payment) or \`final\`.

A body has at most 256 kB, 1 MB from Ottu, and 32 kB on routes for shoppers but for the one that pays (\`payload_too_large\`); its names have
at most 1,024 characters, and it has at most 20,000 values in 64 levels (\`malformed_json\`). What stands inside a wallet's
\`payload\` counts for size and depth only. Of its faults the first 100 are told.
`.trim();

/** The written document of every route, made from the code that serves them. */
export function openApiDocument(app: NestFastifyApplication, publicPath = ''): OpenAPIObject {
  const config = describeSecuritySchemes(new DocumentBuilder())
    .setOpenAPIVersion('3.1.0')
    .setTitle('ottu-bff')
    .setDescription(`${INTRODUCTION}\n\n${problemTable()}`)
    .setVersion(VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(publicPath === '' ? '/' : publicPath, 'This service')
    .addTag('Carts', 'What shoppers put together and pay, for storefronts')
    .addTag('Saved cards', 'What customers have kept, for storefronts and for trusted servers')
    .addTag('One-step checkout', 'Charges in one call, for trusted servers')
    .addTag('Auto-debits', 'Charges of customers who are not there, under agreements, for trusted servers')
    .addTag('Checkout API', "Ottu's Checkout API as it is, for trusted servers")
    .addTag('Payment methods', 'Which gateways there are')
    .addTag('Payments', 'What became of every payment, for operators')
    .addTag('Payment links', 'Pages by which somebody pays, made and sent by operators')
    .addTag('Merchant events', 'What the merchant is told, and whether it arrived')
    .addTag('Webhooks', 'What Ottu reports, and what became of each report')
    .addTag('System', 'Health and metrics')
    .build();
  return SwaggerModule.createDocument(app, config);
}

function problemTable(): string {
  const rows = problemCodes().map(
    (code) => `| \`${code}\` | ${problemKind(code).status} | ${problemKind(code).title} |`,
  );
  return ['## Problem codes', '', '| code | status | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The document as it is committed: indented, so that a change of it can be reviewed. */
export function documentText(app: NestFastifyApplication): string {
  return `${JSON.stringify(openApiDocument(app), null, 2)}\n`;
}
