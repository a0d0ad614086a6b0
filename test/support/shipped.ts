import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

const DOCKER = join(import.meta.dirname, '..', '..', 'docker');

/** One rule of `docker/prometheus/alerts.yaml`. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export function alertRules(): readonly AlertRule[] {
  const { groups } = parse(readFileSync(join(DOCKER, 'prometheus', 'alerts.yaml'), 'utf8')) as {
    groups: { rules: AlertRule[] }[];
  };
  return groups.flatMap(({ rules }) => rules);
}

interface Source {
  readonly uid: string;
}

/** One panel of the dashboard, as far as tests look at it. */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: Source;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly links?: readonly { readonly url: string }[];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly { readonly refId: string; readonly expr: string; readonly datasource: Source }[];
}

export function dashboardText(): string {
  return readFileSync(join(DOCKER, 'grafana', 'dashboards', 'ottu-bff.json'), 'utf8');
}

export function dashboardPanels(): readonly Panel[] {
  return (JSON.parse(dashboardText()) as { panels: Panel[] }).panels;
}

/** What an expression asks for: a metric, and the labels by which it chooses its series. */
export interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
}

export function selectorsIn(expression: string): readonly Selector[] {
  return [...expression.matchAll(/\b(up|(?:ottu_bff|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)].map(
    ([, metric = '', chosen = '']) => ({
      metric,
      labels: [...chosen.matchAll(/(\w+)(?:=~|!~|!=|=)"/g)].map(([, label = '']) => label),
    }),
  );
}
