import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const README = read('README.md');

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
];

function configurationTable(): string {
  return README.slice(README.indexOf('## Configuration'), README.indexOf('## Security model'));
}

describe('the README', () => {
  it('explains every variable of .env.example and no other', () => {
    const known = [...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
    const explained = [...configurationTable().matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name);
    expect(new Set(explained)).toEqual(new Set(known));
  });

  it('names every route of the API', () => {
    const { paths } = JSON.parse(read('openapi.json')) as { readonly paths: Readonly<Record<string, object>> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.filter((route) => !README.includes(`\`${route}\``))).toEqual([]);
  });
});

describe('the written pages', () => {
  it('name only npm scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const named = PAGES.flatMap((page) => [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? ''));
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it.each(PAGES)('lead to files that are there: %s', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path ?? '');
    expect(links.filter((path) => !existsSync(join(root, dirname(page), path)))).toEqual([]);
  });

  it.each(PAGES)('name source files that are there: %s', (page) => {
    const named = [...read(page).matchAll(/`((?:src|sandbox|test|docker|scripts)\/[\w./-]+)`/g)].map(
      ([, path]) => path ?? '',
    );
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
