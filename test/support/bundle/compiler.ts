import type { Options } from '@swc/core';

/** How TypeScript becomes JavaScript in tests: with the metadata of decorators, from which Nest knows what to inject. */
export const COMPILER = {
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
} as const satisfies Options;
