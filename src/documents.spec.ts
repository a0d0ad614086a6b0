import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { readSettings } from './config/read-settings.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = '']) => found);

const PAGES = globSync(['*.md', '{docs,sandbox,test}/**/*.md', 'clients/*/*.md'], { cwd: ROOT }).toSorted();

/** Text without what stands in fences, where `[a](b)` and `# a` mean something else. */
const prose = (page: string): string => read(page).replaceAll(/^( *)```[^]*?^\1```$/gm, '');

/** The anchors of a page: those that it writes itself, and those that GitHub gives its headings. */
function anchorsOf(page: string): string[] {
  return [...matches(prose(page), /<a id="([\w-]+)"><\/a>/g), ...headingAnchorsOf(page)];
}

function headingAnchorsOf(page: string): string[] {
  const seen = new Map<string, number>();
  return matches(prose(page), /^#{1,6} (.+)$/gm).map((heading) => {
    const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = text.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
}

/** Links of a page that lead nowhere: to no file, or to no anchor of its page. */
function deadLinksOf(page: string): string[] {
  return matches(prose(page), /\]\(([^)\s]+)\)/g)
    .filter((link) => !/^(?:https?|mailto):/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
}

describe('the written pages', () => {
  it('are found', () => {
    expect(PAGES).toEqual(
      expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/api.md', 'docs/decisions/README.md']),
    );
  });

  it.each(PAGES)('have links and anchors that lead somewhere: %s', (page) => {
    expect(deadLinksOf(page)).toEqual([]);
  });

  it.each(PAGES)('name source files that are there: %s', (page) => {
    const named = matches(read(page), /`((?:src|sandbox|test|docker|scripts|clients)\/[\w./-]+)`/g);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('name only npm scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const named = PAGES.flatMap((page) => matches(read(page), /npm run ([\w:-]+)/g));
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('README.md', () => {
  it('stays short enough to be read', () => {
    expect(statSync(join(ROOT, 'README.md')).size).toBeLessThan(12_000);
  });

  it('leads to every page of docs/', () => {
    const pages = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
    expect(pages.filter((page) => !read('README.md').includes(`](docs/${page})`))).toEqual([]);
  });
});

describe('docs/api.md', () => {
  it('names every route of the API', () => {
    const { paths } = JSON.parse(read('openapi.json')) as { readonly paths: Readonly<Record<string, object>> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.filter((route) => !read('docs/api.md').includes(`\`${route}\``))).toEqual([]);
  });

  it('says what every state of a payment means for the order', () => {
    const page = read('docs/api.md');
    const table = page.slice(page.indexOf('## What a state means'), page.indexOf('## Idempotency keys'));
    const states = matches(read('docs/states.md'), /^\| `(\w+)` +\| `\w+` +\| `\w+` +\|$/gm);
    expect(states.length).toBeGreaterThan(10);
    expect(states.filter((state) => !table.includes(`\`${state}\``))).toEqual([]);
  });
});

describe('docs/configuration.md', () => {
  const rows = [...read('docs/configuration.md').matchAll(/^\| (`[A-Z].*?`) +\| (.+?) +\|/gm)];

  it('explains every variable of .env.example and no other', () => {
    const known = matches(read('.env.example'), /^(?:# )?([A-Z][A-Z_]+)=/gm);
    const explained = rows.flatMap(([, names = '']) => matches(names, /`(\w+)`/g));
    expect(explained.toSorted()).toEqual([...new Set(known)].toSorted());
  });

  it('shows defaults as they are', () => {
    const given = { ...parseEnv(read('.env.example')), OTTU_API_KEY: 'a-key' };
    const defaults = rows.flatMap(([, name = '', value = '']) =>
      value.startsWith('`') ? [[name.slice(1, -1).split('`')[0], value.slice(1, -1)]] : [],
    );
    expect(defaults.length).toBeGreaterThan(10);
    const unsaid = readSettings(given);
    // M95a: that nobody stands in front is said only by whoever says it.
    expect(readSettings({ ...given, ...(Object.fromEntries(defaults) as Record<string, string>) })).toEqual({
      ...unsaid,
      http: { ...unsaid.http, proxyUnsaid: false },
    });
  });
});

describe('docs/money-rules.md', () => {
  it('has an anchor at every rule, by its number', () => {
    const rules = [...read('docs/money-rules.md').matchAll(/^- \*\*(M\w+)\*\* (?:<a id="([\w-]+)"><\/a>)?/gm)];
    expect(rules.length).toBeGreaterThan(10);
    expect(rules.map(([, , anchor]) => anchor)).toEqual(rules.map(([, rule = '']) => rule.toLowerCase()));
  });
});

describe('docs/operations.md', () => {
  it('explains every metric', () => {
    const surface = read('docs/surface.txt');
    const metrics = matches(surface.slice(surface.indexOf('\nMetrics\n')), /^ {2}(ottu_bff_\w+) \{/gm);
    expect(metrics.length).toBeGreaterThan(10);
    const page = read('docs/operations.md');
    const table = page.slice(page.indexOf('\n## Metrics'));
    expect(metrics.filter((metric) => !new RegExp(`^\\| \`${metric}[\`{]`, 'm').test(table))).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  const page = read('docs/architecture.md');

  it('shows every module of src/ and no other', () => {
    const modules = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const section = page.slice(page.indexOf('| module '), page.indexOf('Inside `payments/`'));
    expect(matches(section, /^\| `([\w-]+)\/`/gm).toSorted()).toEqual(modules.map(({ name }) => name).toSorted());
  });

  it('shows every table of the database and no other', () => {
    const made = globSync('src/database/migrations/*.ts', { cwd: ROOT }).flatMap((file) =>
      matches(read(file), /create table (\w+)/g),
    );
    const typed = globSync('src/database/*.ts', { cwd: ROOT }).flatMap((file) =>
      matches(read(file), /^ {2}(\w+): \w+Table;/gm),
    );
    const shown = matches(page.slice(page.indexOf('\n## Tables')), /^\| `(\w+)`/gm);
    expect(shown.toSorted()).toEqual([...new Set([...made, ...typed])].toSorted());
  });
});

describe('docs/decisions', () => {
  const pages = globSync('docs/decisions/[0-9]*.md', { cwd: ROOT }).toSorted();

  it.each(pages)('has a status, and the list says the same: %s', (page) => {
    const [, number, title, status] = /^# (\d+)\. (.+)\n\nStatus: ([^:\n]+)/.exec(read(page)) ?? [];
    expect(status).toMatch(
      /^(?:accepted|superseded by \[\d+\]\([\w.-]+\))(?:, amended by \[\d+\]\([\w.-]+\)(?: and \[\d+\]\([\w.-]+\))*)?$/,
    );
    const row = read('docs/decisions/README.md')
      .split('\n')
      .find((line) => line.includes(`](${page.slice('docs/decisions/'.length)})`) && line.startsWith(`| ${number} `));
    expect(row?.split(/ *\| */).slice(1, 4)).toEqual([
      number,
      `[${title}](${page.slice('docs/decisions/'.length)})`,
      status,
    ]);
  });
});

describe('the time that a process has to stop', () => {
  /** In seconds, for the statements before the claim and after Ottu's answer. */
  const BESIDE_THE_CALL = 15;
  const { http, ottu } = readSettings({
    OTTU_BASE_URL: 'https://shop.ottu.net',
    OTTU_MODE: 'live',
    OTTU_API_KEY: 'key-of-a-document.0123456789',
    OTTU_WEBHOOK_KEYS: 'a-webhook-key-of-a-document',
    DATABASE_URL: 'postgres://bff:password@db:5432/bff?sslmode=verify-full',
    PUBLIC_URL: 'https://pay.example.com',
    INTERNAL_PORT: '3001',
    TRUST_PROXY: 'false',
  });
  const needed = (http.drainDelayMs + ottu.chargeTimeoutMs) / 1_000 + BESIDE_THE_CALL;

  it('is the drain delay and the deadline of a charge of live mode, and some more, in the compose file', () => {
    expect(matches(read('docker/compose.yaml'), / service:\n(?: {4}.*\n)*? {4}stop_grace_period: (\d+)s/g)).toEqual([
      String(needed),
    ]);
  });

  it('is the same in what operators read', () => {
    expect(matches(read('docs/operations.md'), /A stopping process gets (\d+) s/g)).toEqual([String(needed)]);
  });
});
