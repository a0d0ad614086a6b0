import { Module, type DynamicModule } from '@nestjs/common';

import { Background } from './background.ts';

@Module({})
export class BackgroundModule {
  static with(background: Background): DynamicModule {
    return {
      module: BackgroundModule,
      global: true,
      providers: [{ provide: Background, useValue: background }],
      exports: [Background],
    };
  }
}
