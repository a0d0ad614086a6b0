import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** A fence of a page of documentation: what a reader would copy. */
export interface DocBlock {
  /** What stands behind the backticks: `ts`, `html`, … */
  readonly language: string;
  /** The name in a comment of its first line (`// charge.ts`, `<!-- shop.html -->`), where it has one. */
  readonly file: string | undefined;
  readonly code: string;
  /** Of the opening fence, counted from 1: where a failing test sends its reader. */
  readonly line: number;
}

/** The blocks of a page, in its order. @param page its path from the root of the repository, such as `docs/server.md` */
export function docBlocks(page: string): DocBlock[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^( *)```(\w+)\n([^]*?)^\1```$/gm)].map((match) => {
    const [, indent = '', language = '', indented = ''] = match;
    const code = indented.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    const [, file] = /^(?:\/\/|#|<!--|\/\*) ([\w-]+\.\w+)(?: -->| \*\/)?\n/.exec(code) ?? [];
    return { language, file, code, line: text.slice(0, match.index).split('\n').length };
  });
}

/** The one block of a page that names this file. */
export function docFile(page: string, file: string): DocBlock {
  const found = docBlocks(page).filter((block) => block.file === file);
  const [block] = found;
  if (block === undefined || found.length > 1) throw new Error(`${page} has ${found.length} blocks called ${file}`);
  return block;
}
