/** Who is signed in, as far as the service has to be told. Kept in memory only. */
export class Shopper {
  readonly #asked: () => string | undefined;
  #jwt: string | undefined;

  /** @param asked the page's own answer to who is signed in, for each request. */
  constructor(asked: () => string | undefined = () => undefined) {
    this.#asked = asked;
  }

  get jwt(): string | undefined {
    return this.#jwt ?? this.#asked();
  }

  signIn(jwt: string): void {
    this.#jwt = jwt;
  }

  signOut(): void {
    this.#jwt = undefined;
  }

  /** Of a request that a signed-in shopper makes; anonymous where nobody is. */
  get headers(): { readonly authorization?: string } {
    const { jwt } = this;
    return jwt === undefined ? {} : { authorization: `Bearer ${jwt}` };
  }
}
