import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';

import { Settings } from '../config/settings.ts';
import { CheckoutApi } from './checkout-api.ts';
import { PaymentMethodsApi } from './payment-methods-api.ts';
import { OttuTransport, type AssertMayCall } from './transport/ottu-transport.ts';

export interface OttuModuleOptions {
  /** Asked before every call; throws where Ottu must not be called (M2). */
  readonly assertMayCall: AssertMayCall;
}

/** Everything that speaks Ottu's protocol. It knows no cart and no database. */
@Module({})
export class OttuModule implements OnApplicationShutdown {
  constructor(private readonly transport: OttuTransport) {}

  static forRoot({ assertMayCall }: OttuModuleOptions): DynamicModule {
    return {
      module: OttuModule,
      global: true,
      providers: [
        {
          provide: OttuTransport,
          inject: [Settings],
          useFactory: ({ ottu }: Settings) => new OttuTransport(ottu, assertMayCall),
        },
        { provide: CheckoutApi, inject: [OttuTransport], useFactory: (transport: OttuTransport) => new CheckoutApi(transport) },
        {
          provide: PaymentMethodsApi,
          inject: [OttuTransport],
          useFactory: (transport: OttuTransport) => new PaymentMethodsApi(transport),
        },
      ],
      exports: [CheckoutApi, PaymentMethodsApi],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.transport.close();
  }
}
