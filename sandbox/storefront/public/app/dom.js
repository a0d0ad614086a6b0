// @ts-check
/**
 * @typedef {Node | string | false | undefined | null} Child
 * @typedef {Record<string, string | boolean | number | undefined | ((event: Event) => void)>} Props
 */

/**
 * An element with attributes, listeners (functions, by the name of their event) and children. Texts become text nodes:
 * nothing is ever read as markup.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Props} [props]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  const isolates = !PLAIN_TEXT.has(tag) && props['dir'] === undefined;
  element.append(...children.flat().flatMap((child) => nodesOf(child, isolates)));
  return element;
}

/** What can hold text alone, or is isolated already, as all is that has a `dir` of its own. @type {ReadonlySet<string>} */
const PLAIN_TEXT = new Set(['option', 'title', 'textarea', 'bdi']);

/** Latin words with the digits, dashes and spaces between them: `DEMO-4F7K`, `3-D Secure`, `Visa •••• 1019`. */
const LATIN = /([A-Za-z0-9•\p{Sc}]+(?:[_@.+/'’\s-]+[A-Za-z0-9•\p{Sc}]+)*)/u;

/**
 * What may be appended. In a page from right to left each run of Latin is isolated, so that neither its own dashes and
 * digits nor what stands beside it are turned around.
 *
 * @param {Child} child
 * @param {boolean} isolates
 * @returns {(Node | string)[]}
 */
function nodesOf(child, isolates = true) {
  if (child instanceof Node) return [child];
  if (typeof child !== 'string') return [];
  if (!isolates || document.documentElement.dir !== 'rtl') return [child];
  const parts = child
    .split(LATIN)
    .map((text, index) => (index % 2 === 1 && /[A-Za-z]/.test(text) ? h('bdi', {}, text) : text))
    .filter((part) => part !== '');
  // One piece, as the text was: a button lays out what is in it piece by piece, with gaps.
  return parts.length < 2 ? parts : [h('span', {}, parts)];
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * A decoration; what it stands for is said by the text beside it.
 *
 * @param {'basket' | 'close' | 'minus' | 'plus' | 'bin' | 'lock' | 'globe' | 'check' | 'cross' | 'bank' | 'arrow' | 'card' | 'person'} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `/art/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/**
 * Puts new children into a container. What had the focus and is drawn anew, known by its `data-key`, has it afterwards.
 *
 * @param {HTMLElement} container
 * @param {Child[]} children
 */
export function redraw(container, children) {
  const focused = document.activeElement;
  const key = focused instanceof HTMLElement && container.contains(focused) ? focused.dataset['key'] : undefined;
  container.replaceChildren(...children.flatMap((child) => nodesOf(child)));
  if (key === undefined) return;
  const again = container.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (again instanceof HTMLElement) again.focus();
}

/**
 * Runs it with the button busy, so that a second click does nothing.
 *
 * @param {HTMLButtonElement} button
 * @param {() => Promise<void>} action
 */
export async function whileBusy(button, action) {
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  try {
    await action();
  } finally {
    button.removeAttribute('aria-busy');
  }
}
