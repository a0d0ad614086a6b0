import { sideBySide, times } from '../harness/side-by-side.ts';
import { JSON_HEADERS, sessionOf } from './requests.ts';

const PATH = '/v1/payment-transactions';

export const retrieve = sideBySide({
  name: 'a',
  title: 'retrieve by pass-through',
  contestants: ['ottu-bff', 'fastify-undici', 'nest-express-axios', 'http-proxy', 'nginx'],
  prepare: async ({ name, url }) => {
    // These two only pass on, to a path that ends with a slash.
    const slash = name === 'http-proxy' || name === 'nginx' ? '/' : '';
    const session = await sessionOf(url, `${PATH}${slash}`);
    return { method: 'GET', status: 200, path: `${PATH}/${session}${slash}`, headers: JSON_HEADERS };
  },
  targets: (of) => {
    const ours = of['ottu-bff']?.microseconds;
    return [
      ...times('processor, beside Fastify with undici', ours, of['fastify-undici']?.microseconds, 2.5),
      ...times('processor, beside NestJS on Express with axios', ours, of['nest-express-axios']?.microseconds, 0.5),
    ];
  },
});
