// @ts-check
import { h, icon, redraw, whileBusy } from '../dom.js';
import { t } from '../i18n.js';
import { formatMoney } from '../money.js';
import { client } from '../shop.js';
import { announce, announceTrouble } from './notice.js';

/**
 * @import { Cart, SavedCard } from '../../../client-types.d.ts'
 * @typedef {{ pay: (card: SavedCard) => Promise<void>, removed: (card: SavedCard) => void }} CardActions
 */

/** As the brands write themselves; what is not here is written as it comes. @type {Readonly<Record<string, string>>} */
const BRANDS = { VISA: 'Visa', MASTERCARD: 'Mastercard', AMEX: 'American Express', MADA: 'mada' };

/**
 * The shopper's saved cards. What can pay here pays by one touch; the others say why they do not.
 *
 * @param {readonly SavedCard[] | 'unavailable'} cards
 * @param {Cart} cart
 * @param {CardActions} actions
 */
export function savedCards(cards, cart, actions) {
  if (cards === 'unavailable') return h('p', { class: 'faint', 'data-testid': 'cards-unavailable' }, t('cardsTrouble'));
  // Those that pay, first; among them the service's order stands.
  const rows = cards.toSorted((left, right) => Number(right.payable) - Number(left.payable));
  return h(
    'section',
    { class: 'saved', 'aria-labelledby': 'saved-cards', 'data-testid': 'saved-cards' },
    h('h3', { id: 'saved-cards' }, t('savedCards')),
    rows.length === 0 && h('p', { class: 'faint' }, t('noCards')),
    rows.length > 0 &&
      h(
        'ul',
        {},
        rows.map((card) => cardRow(card, cart, actions)),
      ),
  );
}

/** @param {SavedCard} card @param {Cart} cart @param {CardActions} actions */
function cardRow(card, cart, { pay, removed }) {
  const row = h('li', {
    class: card.payable ? 'saved-card' : 'saved-card unusable',
    'data-testid': 'saved-card',
    'data-last-four': card.last_four ?? '',
  });
  const show = () => redraw(row, [face(card), words(card), ends()]);

  const ends = () => {
    const bin = h(
      'button',
      {
        class: 'round',
        type: 'button',
        'aria-label': t('removeCard', { card: spoken(card) }),
        'data-key': `remove-${card.id}`,
        click: ask,
      },
      icon('bin'),
    );
    return h('div', { class: 'saved-ends' }, card.payable && payButton(), bin);
  };

  const payButton = () => {
    const label = t('payByCard', { amount: formatMoney(cart.total, cart.currency_code), card: spoken(card) });
    const button = h(
      'button',
      { class: 'button saved-pay', type: 'button', 'aria-label': label, 'data-key': `card-${card.id}` },
      t('pay'),
    );
    button.addEventListener('click', () => void whileBusy(button, () => pay(card)));
    return button;
  };

  // A card is not gone by a slip of the thumb.
  const ask = () => {
    const yes = h('button', { class: 'button small danger', type: 'button' }, t('removeYes'));
    yes.addEventListener('click', () => void whileBusy(yes, remove));
    const no = h('button', { class: 'quiet', type: 'button', click: keep }, t('removeNo'));
    redraw(row, [
      h('p', { class: 'saved-question' }, t('removeAsk'), ' ', digits(card)),
      h('div', { class: 'saved-ends' }, no, yes),
    ]);
    no.focus();
  };

  const keep = () => {
    show();
    focusBin();
  };

  const focusBin = () => {
    const bin = row.querySelector('.round');
    if (bin instanceof HTMLElement) bin.focus();
  };

  const remove = async () => {
    try {
      if ((await client.cards.remove(card.id)) === 'gone') return removed(card);
      announce(t('cardInUse'));
    } catch (error) {
      announceTrouble(error);
    }
    keep();
  };

  show();
  return row;
}

/** @param {SavedCard} card */
function words(card) {
  const reason = reasonOf(card);
  return h(
    'div',
    { class: 'saved-words' },
    h('p', { class: 'saved-name' }, digits(card)),
    h('p', { class: 'faint' }, reason ?? t('cardExpiry', { date: expiry(card) })),
  );
}

/** Why it cannot pay here, in a sentence. @param {SavedCard} card */
function reasonOf(card) {
  if (card.is_expired) return t('cardExpired', { date: expiry(card) });
  if (card.needs_cvv) return t('cardNeedsCvv');
  return card.payable ? undefined : t('cardUnusable');
}

/** @param {SavedCard} card */
function face({ brand }) {
  return h('span', { class: `face face-${(brand ?? '').toLowerCase().replace(/[^a-z]/g, '')}`, 'aria-hidden': 'true' });
}

/** Latin in both languages, as it is printed on the card. @param {SavedCard} card */
function digits(card) {
  const number = h('span', { class: 'saved-digits' }, `•• ${card.last_four ?? ''}`);
  return h('bdi', { dir: 'ltr' }, `${brandOf(card)} `, number);
}

/** @param {SavedCard} card */
function spoken(card) {
  return `${brandOf(card)} ${card.last_four ?? ''}`;
}

/** @param {SavedCard} card */
function brandOf({ brand }) {
  return brand === null ? t('card') : (BRANDS[brand.toUpperCase()] ?? brand);
}

/** @param {SavedCard} card */
function expiry({ expiry_month: month, expiry_year: year }) {
  // Isolated: a slash between digits would turn the two around in Arabic.
  return month === null || year === null ? '' : `\u2066${month}/${year}\u2069`;
}
