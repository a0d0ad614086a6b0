import type { FastifyInstance } from 'fastify';
import { findGateway } from '../gateways/gateways.ts';
import { checkoutUrl } from '../transactions/checkout-answer.ts';
import type { World } from '../world.ts';
import { html } from './html.ts';

/** The smallest WebP there is: one transparent pixel. */
const PIXEL = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64');

/** Icons, uploaded files and the picture with the checkout link. They are no calls of Ottu's API, so they are not recorded. */
export function fileRoutes(app: FastifyInstance, world: World): void {
  app.get<{ Params: { file: string } }>('/static/icons/:file', (request, reply) => {
    const [code = '', type] = request.params.file.split('.');
    const gateway = findGateway(code);
    if (gateway === undefined) return reply.code(404).send();
    if (type === 'webp') return reply.type('image/webp').send(PIXEL);
    return reply.type('image/svg+xml').send(icon(gateway.label));
  });
  app.get<{ Params: { file: string } }>('/media/qr/:file', (request, reply) => {
    const transaction = world.transactions.find(request.params.file.replace(/\.svg$/, ''));
    if (transaction === undefined) return reply.code(404).send();
    return reply.type('image/svg+xml').send(linkPicture(checkoutUrl(transaction, world.baseUrl)));
  });
  app.get<{ Params: { '*': string } }>('/media/*', (request, reply) => {
    const file = world.media.find(request.params['*']);
    if (file === undefined) return reply.code(404).send();
    // As an attachment: what someone uploaded must not run as a page of this origin.
    return reply.type('application/octet-stream').header('content-disposition', 'attachment').send(file.content);
  });
}

function icon(label: string): string {
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 60" width="96" height="60">
    <rect width="96" height="60" rx="8" fill="#0b1f4b" />
    <rect y="14" width="96" height="10" fill="#ff6a3d" />
    <text x="8" y="50" font-family="system-ui" font-size="11" fill="#fff">${label}</text>
  </svg>`.markup;
}

/** Stands for the QR code: the link that a real one would hold, to be clicked instead of scanned. */
function linkPicture(url: string): string {
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 60" width="420" height="60">
    <rect width="420" height="60" rx="8" fill="#fff" stroke="#0b1f4b" />
    <a href="${url}"><text x="12" y="35" font-family="monospace" font-size="9" fill="#0b1f4b">${url}</text></a>
  </svg>`.markup;
}
