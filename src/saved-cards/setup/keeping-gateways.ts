import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { GatewayDirectory } from '../../payments/gateways/gateway-directory.ts';
import { gatewayViolations } from '../../payments/gateways/gateway-violations.ts';
import { Problem, type FieldError } from '../../problems/problem.ts';

/** Which gateways may keep a card (F13.1). Only Ottu's own word denies one (M97). */
@Injectable()
export class KeepingGateways {
  constructor(
    private readonly gateways: GatewayDirectory,
    private readonly settings: Settings,
  ) {}

  /**
   * @param named by the caller; those that shoppers are offered, as far as they keep cards, where it names none.
   * @throws Problem `validation_failed` where one that was named does not keep cards, `cards_not_kept` (409) where none
   * that shoppers are offered does; outcome `none`
   */
  async find(currencyCode: string, named: readonly string[] | undefined): Promise<readonly string[]> {
    const known = await Promise.all(
      (named ?? this.settings.ottu.pgCodes).map(async (code) => ({
        code,
        violations: await this.#violations(code, currencyCode),
      })),
    );
    const errors = known.flatMap(({ violations }, index) =>
      violations.map(({ message }) => ({ pointer: `/pg_codes/${index}`, message })),
    );
    if (named !== undefined && errors.length > 0) throw new Problem('validation_failed', { errors, outcome: 'none' });
    const able = known.filter(({ violations }) => violations.length === 0).map(({ code }) => code);
    if (able.length === 0) throw new Problem('cards_not_kept', { outcome: 'none' });
    return able;
  }

  async #violations(code: string, currencyCode: string): Promise<readonly FieldError[]> {
    const { mode } = this.settings.ottu;
    const use = { instrumentType: 'token', currencyCode, autoDebit: false, mode } as const;
    return gatewayViolations(await this.gateways.find('e_commerce', code), use);
  }
}
