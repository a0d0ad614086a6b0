import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';

import { Background } from '../../background/background.ts';
import { scaledDurations } from '../../config/durations.ts';
import type { Settings } from '../../config/settings.ts';
import type { GatewayTraits, PaymentMethodsApi } from '../../ottu/payment-methods-api.ts';
import { GatewayDirectory } from './gateway-directory.ts';

const TRAITS: GatewayTraits = {
  code: 'credit-card',
  name: 'mpgs',
  isSandbox: false,
  paymentServices: undefined,
  tokenizable: true,
  autoDebit: true,
  currencies: ['KWD'],
};

let directory: GatewayDirectory;
let background: Background;
const warnings = (): unknown[] => warn.mock.calls.map(([details]) => details);
const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);

afterEach(async () => {
  await background.beforeApplicationShutdown();
  warn.mockClear();
});

function started(
  answer: () => Promise<GatewayTraits[] | undefined>,
  mode: 'live' | 'sandbox' = 'live',
): { asked: string[] } {
  const asked: string[] = [];
  const gateways = async (plugin: string) => {
    asked.push(plugin);
    return answer();
  };
  const settings = {
    durations: scaledDurations(1),
    ottu: { mode, timeoutMs: 1_000, pgCodes: ['credit-card', 'knet'] },
  };
  background = new Background();
  directory = new GatewayDirectory(
    { gateways } as unknown as PaymentMethodsApi,
    settings as unknown as Settings,
    background,
  );
  background.onApplicationBootstrap();
  directory.onApplicationBootstrap();
  return { asked };
}

describe('M97: what Ottu says about its gateways', () => {
  it('M97: is read at start, before anybody charges, and once', async () => {
    const { asked } = started(async () => [TRAITS]);
    await directory.firstLoad();
    expect(asked.toSorted()).toEqual(['e_commerce', 'payment_request']);
    expect(directory.known('e_commerce', 'credit-card')).toEqual(TRAITS);
    expect(await directory.find('e_commerce', 'credit-card')).toEqual(TRAITS);
    expect(asked).toHaveLength(2);
  });

  it('M97: live mode warns, once, of every code that shoppers are offered and whose mode is not known', async () => {
    started(async () => [TRAITS]);
    await directory.firstLoad();
    await directory.find('e_commerce', 'knet');
    expect(warnings()).toEqual([{ pg_code: 'knet' }]);
  });

  it('M97: and of one that is charged', async () => {
    started(async () => [TRAITS, { ...TRAITS, code: 'knet' }]);
    await directory.firstLoad();
    await directory.find('e_commerce', 'other');
    await directory.find('e_commerce', 'other');
    expect(warnings()).toEqual([{ pg_code: 'other' }]);
  });

  it('M97: sandbox mode does not warn, and no text that is no code reaches the log', async () => {
    started(async () => [], 'sandbox');
    await directory.firstLoad();
    await background.beforeApplicationShutdown();
    started(async () => [TRAITS, { ...TRAITS, code: 'knet' }]);
    await directory.firstLoad();
    await directory.find('e_commerce', 'not a code\n');
    expect(warnings()).toEqual([]);
  });

  it('not knowing refuses nothing: an Ottu that fails or answers nonsense leaves the code unknown', async () => {
    started(async () => Promise.reject(new Error('away')));
    await directory.firstLoad();
    expect(await directory.find('e_commerce', 'credit-card')).toBeUndefined();
    await background.beforeApplicationShutdown();
    started(async () => undefined);
    await directory.firstLoad();
    expect(await directory.find('payment_request', 'credit-card')).toBeUndefined();
  });

  it('keeps no request waiting for a look that has been silent for a while, and takes its answer when it comes', async () => {
    let answer: (gateways: GatewayTraits[]) => void = () => undefined;
    const answered = new Promise<GatewayTraits[]>((resolve) => (answer = resolve));
    const now = jest.spyOn(Date, 'now');
    try {
      const { asked } = started(async () => answered);
      now.mockReturnValue(Date.now() + 3_000);
      expect(await directory.find('e_commerce', 'credit-card')).toBeUndefined();
      answer([TRAITS]);
      await directory.firstLoad();
      expect(await directory.find('e_commerce', 'credit-card')).toEqual(TRAITS);
      expect(asked).toHaveLength(2);
    } finally {
      answer([]);
      now.mockRestore();
    }
  });
});
