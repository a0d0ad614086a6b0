import { formatAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import { testCardsOf } from '../cards/test-cards.ts';
import type { TestCard } from '../cards/test-cards.ts';
import type { Gateway } from '../gateways/gateways.ts';
import { feeMinor } from '../transactions/payment-methods.ts';
import type { Transaction } from '../transactions/transaction.ts';
import { header } from './header.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { layout } from './layout.ts';
import { textsOf } from './texts.ts';
import type { Texts } from './texts.ts';

// Typing works without it; it only copies a test card into the fields.
const FILL = `
document.querySelectorAll('[data-number]').forEach((button) => button.addEventListener('click', () => {
  const form = document.forms[0];
  form.number.value = button.dataset.number.replace(/(\\d{4})(?=\\d)/g, '$1 ');
  form.querySelectorAll('[name=pg_code]').forEach((radio) => { radio.checked = radio.value === button.dataset.code; });
  const [expiry, cvv] = button.dataset.hint.split(' · ');
  form.expiry.value = /\\d/.test(expiry) ? expiry : '01/39';
  form.cvv.value = /^\\d+$/.test(cvv) ? cvv : '1234';
}));`;

/** The page where a payer chooses a gateway and types a card. `chosen` is the gateway that a link already chose. */
export function checkoutPage(transaction: Transaction, chosen: string | undefined): string {
  const { language } = transaction.echo;
  const texts = textsOf(language);
  const offered = transaction.gateways.some((each) => each.redirect)
    ? transaction.gateways.filter((each) => each.redirect)
    : transaction.gateways;
  const first = offered.find((each) => each.code === chosen) ?? offered[0];
  const failed = transaction.attempts.at(-1);
  return layout(
    language,
    html`${header(transaction, texts)}
      <form method="post" action="/b/checkout/pay/${transaction.sessionId}/">
        ${failed !== undefined && html`<p class="note" role="alert"><bdi>${failed.message}.</bdi> ${texts.tryAgain}</p>`}
        <fieldset>
          <legend>${texts.method}</legend>
          ${offered.map((gateway) => method(transaction, gateway, gateway === first, texts))}
        </fieldset>
        <label
          ><span>${texts.number}</span
          ><input type="text" name="number" inputmode="numeric" autocomplete="cc-number" maxlength="23" required
        /></label>
        <div class="pair">
          <label
            ><span>${texts.expiry}</span
            ><input type="text" name="expiry" autocomplete="cc-exp" maxlength="7" placeholder="01/39" required
          /></label>
          <label
            ><span>${texts.cvv}</span
            ><input type="text" name="cvv" inputmode="numeric" autocomplete="cc-csc" maxlength="6" required
          /></label>
        </div>
        ${
          transaction.customerId !== undefined &&
          transaction.paymentType === 'one_off' &&
          offered.some((gateway) => gateway.tokenizable) &&
          html`<label class="line"
            ><input type="checkbox" name="save_card" value="true" /><span>${texts.save}</span></label
          >`
        }
        <button name="action" value="pay">
          ${transaction.paymentType === 'save_card' ? texts.saveCard : texts.pay}
        </button>
        <button class="plain" name="action" value="cancel" formnovalidate>${texts.cancel}</button>
      </form>
      <details open>
        <summary>${texts.cards}</summary>
        <p>${texts.fill}</p>
        ${offered.map((gateway) => cards(gateway, language, texts))}
      </details>
      <script>
        ${{ markup: FILL }};
      </script>`,
  );
}

function method(transaction: Transaction, gateway: Gateway, checked: boolean, texts: Texts): Markup {
  const fee = feeMinor(gateway, transaction);
  const print = (minor: bigint): string => formatAmount(minor, exponentOf(transaction.currency));
  const { language } = transaction.echo;
  return html`<label class="choice">
    <input type="radio" name="pg_code" value="${gateway.code}" ${checked && { markup: 'checked' }} />
    <b>${nameOf(gateway, language)}</b>
    <i
      >${fee === 0n ? '' : `${texts.fee} ${print(fee)} · `}${print(transaction.amountMinor + fee)}
      ${transaction.currency}</i
    >
  </label>`;
}

/** The test cards of one gateway; a click also chooses it. */
function cards(gateway: Gateway, language: unknown, texts: Texts): Markup {
  return html`<h2>${nameOf(gateway, language)}</h2>
    <ul class="cards">
      ${testCardsOf(gateway.pgName).map((card) => cardLine(card, gateway, texts))}
    </ul>`;
}

function cardLine(card: TestCard, gateway: Gateway, texts: Texts): Markup {
  const effect = effectOf(card, texts);
  const number = card.number.replaceAll(/(\d{4})(?=\d)/g, '$1 ');
  return html`<li>
    <button type="button" data-code="${gateway.code}" data-number="${card.number}" data-hint="${card.hint}">
      <span>${number}</span> <span>${card.hint}</span>
      <span class="${effect === texts.success ? 'good' : 'bad'}">${effect}</span>
    </button>
  </li>`;
}

const nameOf = (gateway: Gateway, language: unknown): string => (language === 'ar' ? gateway.labelAr : gateway.label);

function effectOf(card: TestCard, texts: Texts): string {
  if (card.timesOut === true) return texts.timeout;
  return card.declined === undefined ? texts.success : texts.declined;
}
