import 'reflect-metadata';

import { mkdirSync, writeFileSync } from 'node:fs';

import { createApp } from '../create-app.ts';
import { documentSettings } from './document-settings.ts';
import { documentText } from './document.ts';
import { problemCodesPage } from './problem-codes-page.ts';

/** Writes `openapi.json` and the page of problem codes (`npm run openapi`); a test fails while these are not what is committed. */
const app = await createApp(documentSettings());
writeFileSync('openapi.json', documentText(app));
mkdirSync('docs', { recursive: true });
writeFileSync('docs/problem-codes.md', problemCodesPage());
await app.close();
process.exit(0);
