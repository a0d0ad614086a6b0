import type { RedirectUrls } from '../../access/redirect-urls.ts';
import { Problem } from '../../problems/problem.ts';

/** @throws Problem `validation_failed` unless the shop allows to send payers there (`REDIRECT_URLS`). */
export function refuseForeignRedirect(url: string | null | undefined, allowed: RedirectUrls): void {
  if (url === null || url === undefined || allowed.allows(url)) return;
  const message = 'is not one of the addresses that this shop allows';
  throw new Problem('validation_failed', { errors: [{ pointer: '/redirect_url', message }], outcome: 'none' });
}
