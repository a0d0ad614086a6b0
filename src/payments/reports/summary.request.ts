import { Text } from '../../http/fields/index.ts';
import { DaysQuery } from './days.request.ts';

/** By what the rows of a summary can be grouped. Amounts of different currencies are never added up. */
export const GROUPS = ['day', 'currency', 'state', 'gateway', 'method'] as const;

export type Group = (typeof GROUPS)[number];

/** Of which days a summary is, and how it is cut. */
export class SummaryQuery extends DaysQuery {
  @Text({
    max: 100,
    pattern: new RegExp(`^(${GROUPS.join('|')})(,(${GROUPS.join('|')}))*$`),
    patternMessage: `must be some of ${GROUPS.join(', ')}, separated by commas`,
    optional: true,
    description: 'Some of `day`, `currency`, `state`, `gateway`, `method`. Rows are by currency in any case.',
    example: 'day,currency',
  })
  group_by?: string;
}

function isGroup(name: string): name is Group {
  return (GROUPS as readonly string[]).includes(name);
}

/** As they were asked for, currency among them. */
export function groupsOf({ group_by: text = 'day,currency' }: SummaryQuery): readonly Group[] {
  const asked = new Set([...text.split(',').filter(isGroup), 'currency']);
  return GROUPS.filter((group) => asked.has(group));
}
