import { describe, expect, it } from '@jest/globals';
import { readDemoSettings } from './settings.ts';

describe('how a demo is started', () => {
  it('needs nothing', () => {
    expect(readDemoSettings({}, [])).toEqual({
      sandboxPort: 4000,
      servicePort: 3000,
      storefrontPort: 4100,
      once: false,
    });
  });

  it('takes its ports from the variables of service and simulator, an empty one counting as unset', () => {
    expect(readDemoSettings({ PORT: '0', SANDBOX_PORT: '' }, [])).toMatchObject({ servicePort: 0, sandboxPort: 4000 });
  });

  it.each([
    [{}, ['--once']],
    [{ DEMO_ONCE: '1' }, []],
  ])('ends after the story when %j %j ask for it', (env, args) => {
    expect(readDemoSettings(env, args).once).toBe(true);
  });

  it.each([
    [{ PORT: 'http' }, [], 'PORT must be a port number, not http.'],
    [{ SANDBOX_PORT: '65536' }, [], 'SANDBOX_PORT must be a port number, not 65536.'],
    [{ PORT: '4000' }, [], 'PORT and SANDBOX_PORT are both 4000'],
    [{ STOREFRONT_PORT: '3000' }, [], 'PORT and STOREFRONT_PORT are both 3000'],
    [{ STOREFRONT_PORT: 'shop' }, [], 'STOREFRONT_PORT must be a port number, not shop.'],
    [{}, ['--twice'], 'The demo does not know --twice'],
  ])('refuses %j %j in a sentence', (env, args, sentence) => {
    expect(() => readDemoSettings(env, args)).toThrow(sentence);
  });
});
