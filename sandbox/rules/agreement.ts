import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { choice, integer, matching, shape, text } from './fields.ts';
import { agreementDate } from './formats.ts';
import { REQUIRED, addProblem } from './problems.ts';
import type { Problems } from './problems.ts';

/** Types and limits of each member (F2.4). Which of them must be there depends on the type: `agreementProblems`. */
export const agreement = shape(
  {},
  {
    id: text({ max: 128, blank: false }),
    type: choice(['recurring', 'installment', 'unscheduled', 'event_based', 'other']),
    amount_variability: choice(['fixed', 'variable']),
    frequency: choice([
      'irregular',
      'daily',
      'weekly',
      'semi_monthly',
      'monthly',
      'quarterly',
      'semi_annually',
      'yearly',
      'other',
    ]),
    start_date: agreementDate,
    expiry_date: agreementDate,
    max_amount_per_cycle: matching(/^\d+(\.\d+)?$/, 'A valid number is required.', 24),
    cycle_interval_days: integer({ min: 1, max: 366 }),
    total_cycles: integer({ min: 1, max: 999 }),
    seller: shape(
      {},
      {
        name: text({ max: 128 }),
        short_name: text({ max: 64 }),
        category_code: matching(/^\d{4}$/, 'Enter a valid 4-digit merchant category code.', 64),
      },
    ),
    extra_params: (value) => (isObject(value) ? undefined : ['Invalid data. Expected a dictionary, but got str.']),
  },
);

const RECURRING = ['id', 'frequency', 'amount_variability', 'expiry_date', 'cycle_interval_days', 'total_cycles'];
const UNSCHEDULED = ['id', 'frequency', 'type'];

/**
 * What F13.3 asks of each type. A later charge of a saved card (`token` instrument) may name the agreement by `id` and
 * `type` alone, as Ottu's own sample does, and a subscription by `id` (F16.8).
 */
export function agreementProblems(value: JsonObject, byIdAlone: boolean): Problems {
  const problems: Problems = {};
  const require = (names: readonly string[]): void => {
    for (const name of names) if (value[name] === undefined) addProblem(problems, name, REQUIRED);
  };
  const type = value['type'] ?? 'recurring';
  if (byIdAlone) {
    require(['id']);
    return problems;
  }
  if (type === 'recurring' || type === 'installment') require(RECURRING);
  if (type === 'installment') require(['seller']);
  if (type === 'unscheduled') {
    require(UNSCHEDULED);
    if (value['frequency'] !== undefined && value['frequency'] !== 'irregular') {
      addProblem(problems, 'frequency', 'Must be irregular for unscheduled agreements.');
    }
    for (const name of Object.keys(value)) {
      if (!UNSCHEDULED.includes(name)) {
        addProblem(problems, name, 'This field is not allowed for unscheduled agreements.');
      }
    }
  }
  return problems;
}
