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

/** Collects faults while settings are read, so that one start shows all of them. */
export class ViolationList {
  readonly #violations: ConfigurationViolation[] = [];
  readonly #fromFiles = new Set<string>();
  readonly #unreadable = new Set<string>();

  add(variable: string, message: string): void {
    if (this.#unreadable.has(variable)) return;
    this.#violations.push({ variable: this.#fromFiles.has(variable) ? `${variable}_FILE` : variable, message });
  }

  /** From here on, faults of this variable are named as those of the `_FILE` variable that a person can change. */
  blameFileFor(variable: string): void {
    this.#fromFiles.add(variable);
  }

  /** A file that can't be read is one fault, not also a missing or misspelt value. */
  addUnreadable(variable: string, message: string): void {
    this.add(variable, message);
    this.#unreadable.add(variable);
  }

  /** @throws ConfigurationError with everything that was added. */
  throwIfAny(): void {
    if (this.#violations.length > 0) throw new ConfigurationError(this.#violations);
  }
}
