/**
 * `npm run configuration` writes the tables of docs/configuration.md from src/config/environment.ts: what a variable means
 * and its default from the comment where it is declared, what it may be from its rule. With `--check` it fails while the
 * page is not what it would write. Needs a built `dist/`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { validateSync } from 'class-validator';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');
const { Environment, VARIABLES } = await import(join(root, 'dist', 'config', 'environment.js'));
const page = join(root, 'docs', 'configuration.md');
const BEGIN = '<!-- Written by `npm run configuration`. -->';
const END = '<!-- End of what `npm run configuration` writes. -->';

/** The first section that fits takes a variable. */
const SECTIONS = [
  ['Ottu', /^OTTU_/],
  [
    'Addresses',
    /^(PORT|HOST|INTERNAL_PORT|PUBLIC_URL|TRUST_PROXY|METRICS_PUBLIC|DRAIN_DELAY_MS|CONNECTIONS_MAX|RECEIVE_TIMEOUT_MS|HTTPS?_PROXY|NO_PROXY)$/,
  ],
  ['Database', /^(DATABASE_|ALLOW_|RETENTION_DAYS)/],
  ['Callers', /^(SERVICE_KEYS|REFUND_|AUTHORIZATION_|DOCS_)/],
  ['Prices, order numbers, phone numbers', /^(CATALOG|ORDER_NO_PREFIX|DEFAULT_COUNTRY)/],
  ['Storefronts', /^(STOREFRONT_|REDIRECT_|FREE_ORDERS$|RATE_LIMIT_|CARTS_PER_HOUR|STREAMS_MAX|SHOPPER_|CHALLENGE_)/],
  ['Events and webhooks', /^(MERCHANT_EVENTS_|WEBHOOK_)/],
  ['The process', /^(NODE_ENV|LIVE_CHECKS|LOG_LEVEL|LOG_FORMAT|TIME_SCALE)$/],
  ['Traces', /^OTEL_/],
];
/** Each breaks some rule; what the rule says then is what the variable may be. */
const WRONG_VALUES = ['\u0000', ',', 'x y'];

const described = descriptions();
const before = readFileSync(page, 'utf8');
const after = await format(
  before.replace(between(BEGIN, END), () => `${BEGIN}\n\n${sections()}\n${END}`),
  {
    ...(await resolveConfig(page)),
    parser: 'markdown',
  },
);

if (!process.argv.includes('--check')) writeFileSync(page, after);
else if (before !== after) {
  process.stderr.write('docs/configuration.md is not current: run `npm run configuration` and commit it.\n');
  process.exitCode = 1;
}

function sections() {
  const named = VARIABLES.filter((name) => !isFileOfAnother(name));
  const sectionOf = (name) => SECTIONS.find(([, names]) => names.test(name))?.[0];
  const homeless = named.filter((name) => sectionOf(name) === undefined);
  if (homeless.length > 0) throw new Error(`Give a section in ${import.meta.filename} to ${homeless.join(', ')}.`);
  return SECTIONS.map(([title]) => {
    const rows = named.filter((name) => sectionOf(name) === title).map(row);
    return `## ${title}\n\n| variable | default | meaning | what it may be |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  }).join('\n');
}

function row(name) {
  const { meaning, byDefault } = described.get(name) ?? {};
  if (!meaning) throw new Error(`Say in src/config/environment.ts what ${name} means.`);
  const file = VARIABLES.includes(`${name}_FILE`) ? ` or \`${name}_FILE\`` : '';
  const unset = isRequired(name) ? '**required**' : 'none';
  const fallback = byDefault === undefined ? unset : `\`${byDefault}\``;
  return `| ${[`\`${name}\`${file}`, fallback, meaning, ruleOf(name)].join(' | ')} |`;
}

function isFileOfAnother(name) {
  return name.endsWith('_FILE') && VARIABLES.includes(name.replace(/_FILE$/, ''));
}

function isRequired(name) {
  return messagesOf(new Environment(), name).isDefined !== undefined;
}

function ruleOf(name) {
  for (const value of WRONG_VALUES) {
    const [message] = Object.values(messagesOf(Object.assign(new Environment(), { [name]: value }), name));
    if (message !== undefined) return message.replace(/^must (be )?/, '').replaceAll('|', '\\|');
  }
  return '';
}

function messagesOf(environment, name) {
  return validateSync(environment).find(({ property }) => property === name)?.constraints ?? {};
}

/** The comment and the `@default` of each variable. */
function descriptions() {
  const file = join(root, 'src', 'config', 'environment.ts');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const declared = source.statements.find((statement) => ts.isClassDeclaration(statement));
  return new Map(
    declared.members
      .filter((member) => ts.isPropertyDeclaration(member))
      .map((member) => [member.name.text, read(member)]),
  );
}

function read(member) {
  const comment = ts.getJSDocCommentsAndTags(member).find((part) => ts.isJSDoc(part));
  const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === 'default');
  const text = (part) => ts.getTextOfJSDocComment(part)?.replaceAll(/\s*\n\s*/g, ' ');
  return { meaning: text(comment?.comment), byDefault: text(tag?.comment) };
}

function between(begin, end) {
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error('docs/configuration.md has lost the marks between which it is written.');
  return before.slice(from, to + end.length);
}
