/** Counts the work (migrations) whose statements may take longer than any other statement of the service. */
export class Patience {
  #waiting = 0;

  get wanted(): boolean {
    return this.#waiting > 0;
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    try {
      return await work();
    } finally {
      this.#waiting -= 1;
    }
  }
}
