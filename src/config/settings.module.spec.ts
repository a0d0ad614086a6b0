import { ConfigService } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { readSettings } from './read-settings.ts';
import { SettingsModule } from './settings.module.ts';
import { Settings } from './settings.ts';

const ENV = { OTTU_BASE_URL: 'https://a.ottu.net', OTTU_MODE: 'sandbox', OTTU_API_KEY: 'k', OTTU_WEBHOOK_KEYS: 'w' };

describe('the settings module', () => {
  it('gives the settings it was made with, and no variable of the process', async () => {
    const settings = readSettings(ENV);
    const module = await Test.createTestingModule({ imports: [SettingsModule.forSettings(settings)] }).compile();
    expect(module.get(Settings)).toBe(settings);
    expect(module.get(ConfigService, { strict: false }).get('settings.ottu.baseUrl')).toBe('https://a.ottu.net');
    expect(module.get(ConfigService, { strict: false }).get('PATH')).toBeUndefined();
  });
});
