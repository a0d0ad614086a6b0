import type { Transaction } from '../transactions/transaction.ts';
import { isOpen } from '../transactions/states.ts';
import { header } from './header.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { textsOf } from './texts.ts';

const SUCCESS = new Set(['paid', 'authorized', 'cod']);

/** What became of a payment, for payers who have nowhere else to go. */
export function summaryPage(transaction: Transaction): string {
  const { language } = transaction.echo;
  const texts = textsOf(language);
  const attempt = transaction.attempts.at(-1);
  const tone = SUCCESS.has(transaction.state) ? 'good' : 'bad';
  return layout(
    language,
    html`${header(transaction, texts)}
      <section>
        <p class="state ${isOpen(transaction.state) ? '' : tone}">${texts[transaction.state]}</p>
        ${
          attempt !== undefined &&
          html`<dl>
              <dt>${texts.reference}</dt>
              <dd>${attempt.referenceNumber}</dd>
            </dl>
            <p><bdi>${attempt.message}</bdi></p>`
        }
        ${
          isOpen(transaction.state) &&
          html`<a href="/b/checkout/redirect/start/?session_id=${transaction.sessionId}">${texts.back}</a>`
        }
      </section>`,
  );
}

/** The bank's question of a 3DS payment. */
export function challengePage(transaction: Transaction): string {
  const { language } = transaction.echo;
  const texts = textsOf(language);
  return layout(
    language,
    html`${header(transaction, texts)}
      <form method="post" action="/b/checkout/3ds/${transaction.sessionId}/">
        <p class="state">${texts.challengeTitle}</p>
        <p>${texts.challenge}</p>
        <button name="action" value="confirm">${texts.confirm}</button>
        <button class="plain" name="action" value="reject">${texts.reject}</button>
      </form>`,
  );
}

export function unknownPage(): string {
  const texts = textsOf('en');
  return layout('en', html`<section><p class="state bad">${texts.notFound}</p></section>`);
}
