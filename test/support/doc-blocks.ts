import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import ts from 'typescript';

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

/** A reader's project: the blocks of a page under their names, and the packages that are installed here. */
export interface DocProject {
  readonly folder: string;
  /** Absolute paths of what was written from the page. */
  readonly files: readonly string[];
  /** Adds a file of the test's own. @returns its absolute path */
  readonly write: (name: string, text: string) => string;
  readonly remove: () => void;
}

/** Writes every block that names a file. It is outside of this repository, as a reader's project is. */
export function docProject(page: string): DocProject {
  const folder = mkdtempSync(join(tmpdir(), 'ottu-bff-docs-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  write('package.json', '{"type":"module"}');
  const files = docBlocks(page).flatMap(({ file, code }) => (file === undefined ? [] : [write(file, code)]));
  return { folder, files, write, remove: () => rmSync(folder, { recursive: true }) };
}

/** @returns what the compiler has to say, strictly, of the TypeScript among these files; nothing is the best that it can be */
export function typeFaults(files: readonly string[], options: ts.CompilerOptions = {}): string[] {
  const program = ts.createProgram(
    files.filter((file) => /\.tsx?$/.test(file)),
    {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ['lib.es2023.d.ts'],
      types: ['node'],
      typeRoots: [join(ROOT, 'node_modules', '@types')],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noEmit: true,
      ...options,
    },
  );
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const where =
      file === undefined ? '' : `${file.fileName}:${file.getLineAndCharacterOfPosition(start ?? 0).line + 1} `;
    return `${where}${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
