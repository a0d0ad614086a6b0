import {
  Module,
  type DynamicModule,
  type FactoryProvider,
  type ModuleMetadata,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';

import { Settings } from '../config/settings.ts';
import { AttachmentApi } from './attachment-api.ts';
import { CardsApi } from './cards-api.ts';
import { CheckoutApi } from './checkout-api.ts';
import { InquiryApi } from './inquiry-api.ts';
import { MessagesApi } from './messages-api.ts';
import { NativePaymentsApi } from './native-payments-api.ts';
import { OperationsApi } from './operations-api.ts';
import { OttuClient, transportFor } from './ottu-client.ts';
import type { OttuOptions } from './ottu-options.ts';
import { PaymentMethodsApi } from './payment-methods-api.ts';
import { DailyQuota } from './transport/daily-quota.ts';
import type { OttuObserver } from './transport/observer.ts';
import { OttuTransport, type AssertMayCall } from './transport/ottu-transport.ts';

export interface OttuModuleOptions {
  /** Asked before every call; throws where Ottu must not be called (M2). */
  readonly assertMayCall: AssertMayCall;
  readonly observer?: OttuObserver;
}

export interface OttuModuleAsyncOptions
  extends Pick<ModuleMetadata, 'imports'>, Pick<FactoryProvider<OttuOptions>, 'inject' | 'useFactory'> {
  /** Whether all modules get the client without importing this one; false unless given. */
  readonly isGlobal?: boolean;
}

const OPTIONS = Symbol('options of the Ottu client');

const APIS = [
  CheckoutApi,
  AttachmentApi,
  PaymentMethodsApi,
  InquiryApi,
  MessagesApi,
  OperationsApi,
  NativePaymentsApi,
  CardsApi,
] as const;

const CLIENT: readonly Provider[] = [
  { provide: DailyQuota, inject: [OPTIONS], useFactory: ({ callsPerDay }: OttuOptions) => new DailyQuota(callsPerDay) },
  { provide: OttuTransport, inject: [OPTIONS, DailyQuota], useFactory: transportFor },
  ...APIS.map((Api) => ({
    provide: Api,
    inject: [OttuTransport],
    useFactory: (transport: OttuTransport) => new Api(transport),
  })),
  {
    provide: OttuClient,
    inject: [OttuTransport, OPTIONS],
    useFactory: (transport: OttuTransport, options: OttuOptions) => new OttuClient(transport, options),
  },
];

/** Everything that speaks Ottu's protocol. It knows no cart and no database. */
@Module({})
export class OttuModule implements OnApplicationShutdown {
  constructor(private readonly transport: OttuTransport) {}

  /** For this service, whose `Settings` are global. */
  static forRoot({ assertMayCall, observer }: OttuModuleOptions): DynamicModule {
    return OttuModule.forRootAsync({
      isGlobal: true,
      inject: [Settings],
      useFactory: ({ ottu }: Settings) => ({ ...ottu, assertMayCall, observer }),
    });
  }

  /** For any Nest application. */
  static forRootAsync({
    imports = [],
    inject = [],
    useFactory,
    isGlobal = false,
  }: OttuModuleAsyncOptions): DynamicModule {
    return {
      module: OttuModule,
      global: isGlobal,
      imports,
      providers: [{ provide: OPTIONS, inject, useFactory }, ...CLIENT],
      exports: [...APIS, DailyQuota, OttuClient],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.transport.close();
  }
}
