import { built, graft } from './graft.ts';

type ScheduleCheckModule = typeof import('../../../src/payments/schedule/schedule-check.ts');
type Rows = import('../../../src/payments/schedule/reconciliation-state.ts').ReconciliationRows;

const { ScheduleCheck } = (await import(built('payments/schedule/schedule-check.js'))) as ScheduleCheckModule;

/** M35: an attempt whose end is not known holds its cart until it is. */
class NeverLetsGo extends ScheduleCheck {
  override stateOf(rows: Rows) {
    const state = super.stateOf(rows);
    return state.newest === undefined ? state : { ...state, newest: { ...state.newest, holdUntil: undefined } };
  }
}

graft(ScheduleCheck, NeverLetsGo);
