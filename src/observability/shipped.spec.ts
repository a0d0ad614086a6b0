import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { alertRules, dashboardPanels, dashboardText, selectorsIn, type Selector } from '../../test/support/shipped.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const OPERATIONS = read('docs/operations.md');
const HEADINGS = [...OPERATIONS.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading = '']) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-'),
);

const alerts = alertRules();
const panels = dashboardPanels();
const drawn = panels.filter(({ type }) => type !== 'row');
const expressions = [
  ...alerts.map(({ alert, expr }): [string, string] => [`the alert ${alert}`, expr]),
  ...drawn.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }): [string, string] => [`the panel ${title}`, expr]),
  ),
];

/** `name` to its labels, as the surface of the service has them. */
const OURS = new Map(
  [...read('docs/surface.txt').matchAll(/^ {2}(ottu_bff_\w+) \{(.*)\}$/gm)].map(([, name = '', labels = '']) => [
    name,
    labels.split(',').filter((label) => label !== ''),
  ]),
);
/** Of whoever scrapes, and of histograms. */
const OTHER_LABELS = ['job', 'instance', 'le'];
const OTHERS = ['up', 'nodejs_eventloop_lag_p99_seconds'];

function unknownIn({ metric, labels }: Selector): readonly string[] {
  if (OTHERS.includes(metric)) return labels.filter((label) => !OTHER_LABELS.includes(label));
  const known = OURS.get(metric) ?? OURS.get(metric.replace(/_(?:bucket|count|sum)$/, ''));
  if (known === undefined) return [metric];
  return labels.filter((label) => !known.includes(label) && !OTHER_LABELS.includes(label));
}

describe.each(expressions)('%s', (_what, expr) => {
  it('asks for metrics and labels that the service has', () => {
    const selectors = selectorsIn(expr);
    expect(selectors).not.toEqual([]);
    expect(selectors.flatMap(unknownIn)).toEqual([]);
  });

  it('adds up counters by their rises, and takes the greatest of what each replica says of the same rows', () => {
    for (const { metric } of selectorsIn(expr)) {
      if (/_(?:total|count|bucket)$/.test(metric)) expect(expr).toMatch(new RegExp(`(?:rate|increase)\\(${metric}`));
      else expect(expr).not.toMatch(new RegExp(`(?:sum|avg)(?: by \\([^)]*\\) )?\\(${metric}`));
    }
  });
});

describe('alerts', () => {
  it('each say who is told, what happened, what to do first, and where it stands in the runbook', () => {
    expect(alerts.length).toBeGreaterThan(25);
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
    for (const { labels, annotations } of alerts) {
      expect(['page', 'ticket']).toContain(labels['severity']);
      expect(annotations).toEqual({
        summary: expect.stringMatching(/\.$/),
        action: expect.stringMatching(/[.:]/),
        runbook: expect.stringMatching(/^docs\/operations\.md#./),
      });
      expect(HEADINGS).toContain(annotations['runbook']?.split('#')[1]);
    }
  });

  it('stand in the table of docs/operations.md, with who is told and the same section, and no others do', () => {
    const section = OPERATIONS.slice(OPERATIONS.indexOf('\n## Alerts'), OPERATIONS.indexOf("\n## The operator's desk"));
    const rows = [...section.matchAll(/^\| `(\w+)` +\| (\w+) +\|.*\]\(#([\w-]+)\) +\|$/gm)];
    expect(rows.map(([, name, severity, anchor]) => ({ name, severity, anchor }))).toEqual(
      alerts.map(({ alert, labels, annotations }) => ({
        name: alert,
        severity: labels['severity'],
        anchor: annotations['runbook']?.split('#')[1],
      })),
    );
  });

  it('each have a case in which they fire', () => {
    const cases = read('docker/prometheus/alerts.test.yaml');
    expect(alerts.map(({ alert }) => alert).filter((alert) => !cases.includes(`alertname="${alert}"`))).toEqual([]);
  });
});

/** Nobody has opened it in Grafana here: this is what can be told of its shape. */
describe('the dashboard', () => {
  it('begins with one number for each of the six questions, and has a row for each of them in that order', () => {
    const questions = [
      'Is money flowing?',
      'Is anything unknown?',
      'Is Ottu slow?',
      'Are we declining?',
      'Is an inbox growing?',
      'Are carts held?',
    ];
    const top = panels.filter(({ gridPos }) => gridPos.y === 0);
    expect(top.map(({ title, type }) => ({ title, type }))).toEqual(
      questions.map((title) => ({ title, type: 'stat' })),
    );
    const rows = panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    expect(rows).toEqual([...questions, 'The service']);
  });

  it('has panels that can be looked at: not too many, none on another, each with its own number', () => {
    expect(drawn.length).toBeGreaterThanOrEqual(15);
    expect(drawn.length).toBeLessThanOrEqual(25);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
  });

  it('has a unit, a description, a link to a section of the runbook and the chosen data source in each panel', () => {
    for (const { title, description, datasource, fieldConfig, links = [], targets = [] } of drawn) {
      expect({ title, description }).toEqual({ title, description: expect.stringMatching(/\.$/) });
      expect(fieldConfig?.defaults.unit).toMatch(/^(?:short|s|percentunit|reqps)$/);
      expect(datasource).toEqual({ type: 'prometheus', uid: '${datasource}' });
      expect(targets.map(({ datasource: source }) => source.uid)).toEqual(targets.map(() => '${datasource}'));
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
      expect(links).toHaveLength(1);
      expect(links[0]?.url).toMatch(/^\$\{runbook\}#/);
      expect(HEADINGS).toContain(links[0]?.url.split('#')[1]);
    }
  });

  it('looks at the job and the replicas that are chosen, whose names Prometheus has', () => {
    const dashboard = JSON.parse(dashboardText()) as Record<string, unknown>;
    expect(dashboard).toMatchObject({ uid: 'ottu-bff', schemaVersion: expect.any(Number), panels: expect.any(Array) });
    const { list } = dashboard['templating'] as { list: { name: string; type: string; definition?: string }[] };
    expect(list.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      'datasource: datasource',
      'job: query',
      'instance: query',
      'runbook: textbox',
    ]);
    const chosen = drawn.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    for (const expr of chosen) {
      expect(selectorsIn(expr).filter(({ labels }) => !labels.includes('job') || !labels.includes('instance'))).toEqual(
        [],
      );
    }
    const variables = dashboardText().matchAll(/\$\{?(\w+)/g);
    expect([...new Set([...variables].map(([, name = '']) => name))].toSorted()).toEqual(
      ['__all', '__rate_interval', 'datasource', 'instance', 'job', 'runbook'].toSorted(),
    );
  });
});
