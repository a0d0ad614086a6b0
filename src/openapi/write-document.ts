import 'reflect-metadata';

import { writeFileSync } from 'node:fs';

import { createApp } from '../create-app.ts';
import { documentSettings } from './document-settings.ts';
import { documentText } from './document.ts';

/** Writes `openapi.json` (`npm run openapi`); a test fails while the committed one is not what this writes. */
const app = await createApp(documentSettings());
writeFileSync('openapi.json', documentText(app));
await app.close();
process.exit(0);
