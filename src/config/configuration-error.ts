/** What is wrong with one variable, in words that follow its name: "is missing: ...". Never holds a value. */
export interface ConfigurationViolation {
  readonly variable: string;
  readonly message: string;
}

/**
 * The service can't start as it is configured. The message lists every fault, one line each, and is meant to be
 * printed as it is, without a stack.
 */
export class ConfigurationError extends Error {
  constructor(readonly faults: readonly ConfigurationViolation[]) {
    const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
    const lines = faults.map(({ variable, message }) => `  ${variable} ${message}`);
    super([`The configuration has ${count}:`, ...lines].join('\n'));
    this.name = 'ConfigurationError';
  }
}
