/** One hold of one cart, from the first to the last time that it was seen. */
export interface Hold {
  readonly cartId: string;
  /** By whom, in words. */
  readonly by: string;
  /** By the database's clock, ms since 1970. */
  readonly first: number;
  last: number;
  /** Until when at most it may hold, by what was known when it was seen last. Infinity where people have to look (M36). */
  until: number;
  /** It is one without a gap: two that looked the same would have had names of their own. */
  readonly unbroken: boolean;
}
