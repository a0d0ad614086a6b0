import module from 'node:module';
import { join } from 'node:path';

// What V8 has compiled is kept, from the end of a process to the start of the next one, where this directory can be written to;
// a read-only one is read where it is there. `NODE_COMPILE_CACHE` names another, and `NODE_DISABLE_COMPILE_CACHE` ends it.
// Node.js 20 has nothing like it.
(module as Partial<typeof module>).enableCompileCache?.(join(import.meta.dirname, 'compiled'));

// Only afterwards: what is imported above is compiled by then.
await import('./service.ts');
