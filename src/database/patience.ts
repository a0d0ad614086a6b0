/** While somebody has to wait for the database longer than any statement of the service may take. */
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
