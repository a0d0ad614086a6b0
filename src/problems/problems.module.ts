import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ProblemFilter } from './problem-filter.ts';

/** Installs the one exception filter for the whole application. */
@Module({})
export class ProblemsModule {
  /** @param follow a link of this service, as the outside can follow it. */
  static withLinks(follow: (link: string) => string): DynamicModule {
    return { module: ProblemsModule, providers: [{ provide: APP_FILTER, useValue: new ProblemFilter(follow) }] };
  }
}
