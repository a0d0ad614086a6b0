import { createHash, timingSafeEqual } from 'node:crypto';

import {
  Body,
  Controller,
  Get,
  Injectable,
  Module,
  Param,
  Post,
  UnauthorizedException,
  UseGuards,
  ValidationPipe,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import axios, { type AxiosInstance } from 'axios';
import { IsArray, IsObject, IsOptional, IsString } from 'class-validator';

/**
 * What people write first: NestJS on Express with axios, as its documentation teaches it, keeping nothing.
 *
 *   node nest-express.js PORT UPSTREAM SECRET_SHA256
 */
const [port, upstream = '', digest = ''] = process.argv.slice(2);
const CREATE = '/b/checkout/v1/pymt-txn/';

class TransactionDto {
  @IsOptional()
  @IsString()
  type?: string;

  @IsString()
  amount: string;

  @IsString()
  currency_code: string;

  @IsArray()
  @IsString({ each: true })
  pg_codes: string[];

  @IsOptional()
  @IsString()
  order_no?: string;

  @IsOptional()
  @IsObject()
  extra?: object;

  @IsOptional()
  @IsObject()
  payment_instrument?: object;
}

@Injectable()
class KeyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>();
    const [, secret = ''] = headers['authorization']?.split('.') ?? [];
    const hash = createHash('sha256').update(secret).digest();
    if (!timingSafeEqual(hash, Buffer.from(digest, 'hex'))) throw new UnauthorizedException();
    return true;
  }
}

@Injectable()
class OttuService {
  private readonly http: AxiosInstance = axios.create({
    baseURL: upstream,
    headers: { authorization: 'Api-Key bench' },
  });

  async retrieve(id: string): Promise<unknown> {
    const { data } = await this.http.get<unknown>(`${CREATE}${id}/`);
    return data;
  }

  async create(body: TransactionDto): Promise<unknown> {
    const { data } = await this.http.post<unknown>(CREATE, body);
    return data;
  }
}

@UseGuards(KeyGuard)
@Controller('v1')
class PaymentsController {
  constructor(private readonly ottu: OttuService) {}

  @Get('payment-transactions/:id')
  async retrieve(@Param('id') id: string): Promise<unknown> {
    return this.ottu.retrieve(id);
  }

  @Post('payment-transactions')
  async create(@Body() body: TransactionDto): Promise<unknown> {
    return this.ottu.create(body);
  }

  @Post('buy-now')
  async charge(@Body() body: TransactionDto): Promise<unknown> {
    return this.ottu.create(body);
  }
}

@Module({ controllers: [PaymentsController], providers: [OttuService] })
class AppModule {}

// Installed for the bench alone (`bench/peers/package.json`): among the packages of the service it would be deployed with it,
// since NestJS names it as one that it can use.
const PLATFORM: string = '@nestjs/platform-express';
const { ExpressAdapter } = (await import(PLATFORM)) as { readonly ExpressAdapter: new () => AbstractHttpAdapter };
const app = await NestFactory.create(AppModule, new ExpressAdapter(), { logger: false });
app.useGlobalPipes(new ValidationPipe({ transform: true }));
await app.listen(Number(port), '127.0.0.1');
