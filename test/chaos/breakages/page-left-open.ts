import { built, graft } from './graft.ts';

type EndFreezeModule = typeof import('../../../src/carts/freezing/end-freeze.ts');

const { EndFreeze } = (await import(built('carts/freezing/end-freeze.js'))) as EndFreezeModule;

/** M56: as long as the payer's page may be open the cart stays frozen, and who comes back to the shop finds it so. */
class PageLeftOpen extends EndFreeze {
  override async end(ending: Parameters<InstanceType<EndFreezeModule['EndFreeze']>['end']>[0]) {
    void ending;
    return { kind: 'held' } as const;
  }
}

graft(EndFreeze, PageLeftOpen);
