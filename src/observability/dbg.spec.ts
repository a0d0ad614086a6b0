import { it } from '@jest/globals';
import { Controller, Req, Get, Post, Logger as NestLogger } from '@nestjs/common';
import { Logger } from 'nestjs-pino';
import { startHttpTestApp, testSettings } from '../../test/support/http-test-app.ts';
import { Open } from '../access/decorators.ts';
import { ObservabilityModule } from './observability.module.ts';
@Controller()
class R {
  @Get('g') @Open() g(@Req() r: any) { console.log(Object.keys(r.raw).join(), r.raw.log?.bindings?.()); new NestLogger('T').log({ order_no: 'g' }, 'x'); return {}; }
  @Post('p') @Open() p() { new NestLogger('T').log({ order_no: 'p' }, 'x'); return {}; }
}
it('x', async () => {
  const app = await startHttpTestApp([R], { settings: { ...testSettings(), logLevel: 'trace' }, modules: [ObservabilityModule], configure: (n) => n.useLogger(n.get(Logger)) });
  await fetch(app.url + '/g');
  await fetch(app.url + '/p', { method: 'POST' });
  await fetch(app.url + '/p', { method: 'POST', body: 'x' });
  await app.close();
});
