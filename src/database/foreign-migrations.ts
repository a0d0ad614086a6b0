/**
 * A migration that only adds leaves the versions before it running. One that takes away, or lets rows hold what they cannot
 * read, says in its name which versions still work beside it: those that know the migration of this number, or a later one.
 */
const NEEDS = /-needs-(\d{4})$/;

export interface ForeignMigrations {
  /** Run by a later version, and only additions to what this one knows. In the order of their names. */
  readonly later: readonly string[];
  /** Why this version must not run on the database, as an operator can act on it. */
  readonly refusal?: string;
}

/**
 * What it means for this version that migrations have run which it does not know (decision 24).
 *
 * @param known names of this version's own migrations.
 * @param ran names of those that the database has seen.
 */
export function judgeForeign(known: readonly string[], ran: readonly string[]): ForeignMigrations {
  const last = known.toSorted().at(-1) ?? '';
  const foreign = ran.filter((name) => !known.includes(name)).toSorted();
  const later = foreign.filter((name) => name > last);
  const refusal = foreign.length === 0 ? undefined : refusalOf({ known, ran, foreign, later, last });
  return refusal === undefined ? { later } : { later, refusal };
}

interface Names {
  readonly known: readonly string[];
  readonly ran: readonly string[];
  readonly foreign: readonly string[];
  readonly later: readonly string[];
  readonly last: string;
}

function refusalOf({ known, ran, foreign, later, last }: Names): string | undefined {
  const between = foreign.filter((name) => !later.includes(name));
  if (between.length > 0) {
    return `it was migrated by another line of versions (${between.join(', ')}), which this one knows nothing of`;
  }
  const missing = known.filter((name) => !ran.includes(name));
  if (missing.length > 0) {
    return `a version that lacks ${missing.join(', ')} has migrated it further (${later.join(', ')})`;
  }
  const needing = later.filter((name) => numberOf(last) < (NEEDS.exec(name)?.[1] ?? ''));
  if (needing.length === 0) return undefined;
  return `a later version has taken from it what this one needs (${needing.join(', ')}; this one ends at ${last})`;
}

function numberOf(name: string): string {
  return name.slice(0, 4);
}
