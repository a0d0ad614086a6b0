import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { NativeWallet } from '../../ottu/native-payments-api.ts';
import { GatewayDirectory } from '../../payments/gateways/gateway-directory.ts';
import { gatewayViolations } from '../../payments/gateways/gateway-violations.ts';
import { Problem } from '../../problems/problem.ts';

/** Which of the gateways that shoppers are offered takes a wallet's payload (F4.3, M97). */
@Injectable()
export class WalletGateway {
  constructor(
    private readonly gateways: GatewayDirectory,
    private readonly settings: Settings,
  ) {}

  /**
   * @returns the code to name, or nothing where Ottu must know by itself.
   * @throws Problem `payment_refused` where Ottu's own words deny every one of them
   */
  async find(wallet: NativeWallet, currencyCode: string): Promise<string | undefined> {
    const { pgCodes, mode } = this.settings.ottu;
    const known = await Promise.all(
      pgCodes.map(async (code) => ({ code, gateway: await this.gateways.find('e_commerce', code) })),
    );
    const use = { instrumentType: wallet, currencyCode, autoDebit: false, mode } as const;
    const able = known.filter(({ gateway }) => gatewayViolations(gateway, use).length === 0);
    if (able.length === 0 && known.length > 0) {
      throw new Problem('payment_refused', { detail: 'This wallet cannot be used here.', outcome: 'none' });
    }
    const sure = able.filter(({ gateway }) => gateway !== undefined);
    const [first] = sure.length === 0 ? able : sure;
    return first?.code;
  }
}
