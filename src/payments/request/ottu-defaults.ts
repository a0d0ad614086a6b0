import type { Settings } from '../../config/settings.ts';

/** M14: a one-step transaction that was not paid is soon no longer payable. DD HH:MM:SS without the days (F2.2). */
export const ONE_STEP_EXPIRATION_TIME = '00:30:00';

/** Where Ottu reports to, unless a server gives an address of its own. */
export function defaultWebhookUrl({ http }: Pick<Settings, 'http'>): string {
  return `${http.publicUrl}/v1/webhooks/ottu`;
}
