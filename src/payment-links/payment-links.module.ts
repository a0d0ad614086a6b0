import { Module } from '@nestjs/common';

import { CatalogModule } from '../catalog/catalog.module.ts';
import { PaymentsModule } from '../payments/payments.module.ts';
import { TransactionsModule } from '../transactions/transactions.module.ts';
import { ChangeLink } from './change-link.ts';
import { CreateLink } from './create-link.ts';
import { DeclineLinks } from './decline-links.ts';
import { ExpireLink } from './expire-link.ts';
import { LinksReader } from './links-reader.ts';
import { MakeLink } from './make-link.ts';
import { PaymentLinksController } from './payment-links.controller.ts';
import { ResendLink } from './resend-link.ts';

/** Links by which somebody pays on Ottu's page, made and followed by operators. */
@Module({
  imports: [CatalogModule, PaymentsModule, TransactionsModule],
  controllers: [PaymentLinksController],
  providers: [ChangeLink, CreateLink, DeclineLinks, ExpireLink, LinksReader, MakeLink, ResendLink],
})
export class PaymentLinksModule {}
