import { html } from './html.ts';
import type { Markup } from './html.ts';
import { textsOf } from './texts.ts';

const STYLE = `
:root { color-scheme: light dark; --ink: #14213d; --soft: #5f6b84; --line: #dfe4ee; --paper: #fff; --ground: #eef2f9; --accent: #ff6a3d; --deep: #0b1f4b; --good: #0a7d55; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9edf7; --soft: #9aa6c1; --line: #2c3856; --paper: #16203a; --ground: #0b1226; --deep: #060c1c; --good: #4cd6a2; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, 'Segoe UI', Tahoma, sans-serif; display: grid; place-items: start center; padding: clamp(0px, 6vh, 4rem) 1rem 3rem; }
main { width: min(30rem, 100%); background: var(--paper); border-radius: 18px; box-shadow: 0 18px 50px #0b1f4b26; overflow: hidden; }
header { background: linear-gradient(135deg, var(--deep), #24407f); color: #fff; padding: 1.6rem 1.75rem; }
header p { margin: 0; opacity: .8; font-size: .9rem; }
header h1 { margin: .15rem 0 0; font-size: 2.1rem; font-variant-numeric: tabular-nums; letter-spacing: -.02em; }
header h1 small { font-size: 1rem; font-weight: 500; opacity: .85; }
section, form { padding: 1.5rem 1.75rem; display: grid; gap: 1rem; }
fieldset { border: 0; margin: 0; padding: 0; display: grid; gap: .5rem; }
legend, label > span { font-size: .85rem; color: var(--soft); padding: 0; }
.choice { display: flex; align-items: center; gap: .75rem; border: 1px solid var(--line); border-radius: 12px; padding: .75rem 1rem; cursor: pointer; }
.choice:has(:checked) { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.choice b { flex: 1; font-weight: 600; }
.choice i { font-style: normal; color: var(--soft); font-variant-numeric: tabular-nums; }
input[type='radio'], input[type='checkbox'] { accent-color: var(--accent); width: 1.1rem; height: 1.1rem; }
label { display: grid; gap: .25rem; }
label.line { grid-template-columns: auto 1fr; align-items: center; gap: .6rem; }
input[type='text'] { width: 100%; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 12px; padding: .7rem .9rem; direction: ltr; font-variant-numeric: tabular-nums; }
input[type='text']:focus-visible, button:focus-visible, summary:focus-visible { outline: 3px solid #ff6a3d66; outline-offset: 1px; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
button { font: inherit; font-weight: 650; border: 0; border-radius: 12px; padding: .9rem 1rem; cursor: pointer; background: var(--accent); color: #2a0d00; }
button.plain { background: none; color: var(--soft); font-weight: 500; padding: .4rem; }
.note { margin: 0; border-radius: 12px; padding: .75rem 1rem; background: color-mix(in srgb, var(--bad) 12%, transparent); color: var(--bad); }
.state { margin: 0; font-size: 1.4rem; font-weight: 700; } .good { color: var(--good); } .bad { color: var(--bad); }
dl { margin: 0; display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; direction: ltr; text-align: end; }
details { border-top: 1px solid var(--line); padding: 1rem 1.75rem; font-size: .9rem; } summary { cursor: pointer; font-weight: 600; }
h2 { font-size: .8rem; font-weight: 600; color: var(--soft); margin: 1rem 0 0; }
.cards { list-style: none; margin: .25rem 0 0; padding: 0; display: grid; gap: .25rem; direction: ltr; }
.cards button { width: 100%; display: flex; gap: .75rem; background: none; color: inherit; font-weight: 500; padding: .4rem .5rem; border-radius: 8px; text-align: start; font-variant-numeric: tabular-nums; }
.cards button:hover { background: color-mix(in srgb, var(--accent) 12%, transparent); } .cards span:nth-child(2) { flex: 1; color: var(--soft); }
footer { border-top: 1px solid var(--line); padding: .9rem 1.75rem; color: var(--soft); font-size: .85rem; text-align: center; }
`;

/** A whole page, from right to left where the transaction's language is Arabic. */
export function layout(language: unknown, content: Markup): string {
  const texts = textsOf(language);
  const arabic = language === 'ar';
  return html`<!doctype html>
    <html lang="${arabic ? 'ar' : 'en'}" dir="${arabic ? 'rtl' : 'ltr'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${texts.title}</title>
        <style>
          ${{ markup: STYLE }}
        </style>
      </head>
      <body>
        <main>
          ${content}
          <footer>${texts.sandbox}</footer>
        </main>
      </body>
    </html>`.markup;
}
