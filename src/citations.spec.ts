import { describe, expect, it } from '@jest/globals';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
/** Where rules, facts and decisions are cited. Not in pictures, whose path data looks like numbers of rules. */
const FILES = globSync(
  ['{src,test,sandbox,bench,scripts,docs,docker,clients}/**/*', '*.{md,mjs,json}', '.ci/*', '.env.example'],
  { cwd: ROOT, withFileTypes: true, exclude: ['**/node_modules', 'package-lock.json'] },
)
  .filter((entry) => entry.isFile() && /^\.?[\w-]+$|\.(ts|js|mjs|json|md|css|html|ya?ml|sh|example)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
  .toSorted();

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const definedIn = (file: string, pattern: RegExp): string[] =>
  [...textOf(file).matchAll(pattern)].map(([, number = '']) => number);

const RULES = definedIn('docs/money-rules.md', /^- \*\*(M\d+[a-z]?)\*\* /gm);
const PROMISES = definedIn('docs/money-rules.md', /^(\d)\. \*\*/gm);
const FACTS = definedIn('docs/ottu-facts.md', /^- \*\*([FE]\d+(?:\.\d+)?)\*\* /gm);
const DECISIONS = globSync('docs/decisions/[0-9]*.md', { cwd: ROOT }).map((file) =>
  String(Number(/\d+/.exec(file)?.[0])),
);

interface Citation {
  readonly what: string;
  readonly pattern: RegExp;
  readonly known: readonly string[];
}

const CITATIONS: readonly Citation[] = [
  { what: 'a rule of docs/money-rules.md', pattern: /(?<![%\w])(M\d+[a-z]?)\b/g, known: RULES },
  // With whatever number follows: a question of F15 that is cited in another form must not pass for F15 as a whole.
  {
    what: 'a fact of docs/ottu-facts.md',
    pattern: /(?<![%\w])(F\d+(?:\.\d+| (?:no\. ?)?\d+)?)\b/g,
    known: FACTS,
  },
  { what: 'an error shape of docs/ottu-facts.md', pattern: /(?<![%\w])(E\d{1,2})\b/g, known: FACTS },
  { what: 'a page of docs/decisions', pattern: /\bdecisions? (\d+)\b/gi, known: DECISIONS },
  { what: 'a promise of docs/money-rules.md', pattern: /\bpromises? (\d+)\b/gi, known: PROMISES },
  { what: 'a document of this repository', pattern: /\b(section \d+)\b/gi, known: [] },
];

/** Each citation that leads nowhere, as `file:line`. */
function strays({ pattern, known, what }: Citation): string[] {
  return FILES.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, index) =>
        [...line.matchAll(pattern)]
          .filter(([, number = '']) => !known.includes(number))
          .map(([cited]) => `${file}:${index + 1}: "${cited}" is not ${what}`),
      ),
  );
}

describe('what comments, tests and documents cite', () => {
  it.each(CITATIONS)('is $what', (citation) => {
    expect(strays(citation)).toEqual([]);
  });

  it('is looked for in every folder', () => {
    const folders = new Set(FILES.map((file) => file.split('/')[0]));
    for (const folder of ['src', 'test', 'sandbox', 'bench', 'scripts', 'docs']) expect(folders).toContain(folder);
  });

  it.each([
    ['docs/money-rules.md', RULES],
    ['docs/money-rules.md, promises', PROMISES],
    ['docs/ottu-facts.md', FACTS],
  ])('is defined once: %s', (_name, numbers) => {
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.filter((number, index) => numbers.indexOf(number) !== index)).toEqual([]);
  });

  it.each(['docs/money-rules.md', 'docs/ottu-facts.md', 'docs/glossary.md'])('%s names files that exist', (file) => {
    const named = [...textOf(file).matchAll(/`((?:src|test|sandbox|docs)\/[^`*]+)`/g)].map(([, path = '']) => path);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
