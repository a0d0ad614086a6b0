import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, registerAs } from '@nestjs/config';
import { Settings } from './settings.ts';

/** Gives everyone `Settings`, which `readSettings` made before the application was built. */
@Module({})
export class SettingsModule {
  static forSettings(settings: Settings): DynamicModule {
    const loaded = registerAs('settings', () => settings);
    return {
      module: SettingsModule,
      global: true,
      imports: [
        // Already read and validated: Nest's module neither reads a file nor looks into process.env again.
        ConfigModule.forRoot({ load: [loaded], ignoreEnvFile: true, validatePredefined: false, skipProcessEnv: true }),
      ],
      providers: [{ provide: Settings, useFactory: (value: Settings) => value, inject: [loaded.KEY] }],
      exports: [Settings],
    };
  }
}
