// @ts-check
import { h } from '../dom.js';
import { t } from '../i18n.js';

/** @import { Wallet } from '../../../client-types.d.ts' */

/**
 * @param {Wallet} wallet
 * @param {'payWith' | 'buyWith'} label
 */
export function walletButton(wallet, label) {
  return h(
    'button',
    {
      class: `wallet wallet-${wallet}`,
      type: 'button',
      'aria-label': t(label, { wallet: t(wallet) }),
      'data-key': `pay-${wallet}`,
      'data-testid': wallet,
    },
    h('span', { dir: 'ltr' }, t(wallet)),
    h('span', { class: 'tag' }, t('simulated')),
  );
}
