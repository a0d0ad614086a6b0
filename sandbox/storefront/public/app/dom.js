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
  element.append(...children.flat().filter((child) => child instanceof Node || typeof child === 'string'));
  return element;
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
  container.replaceChildren(...children.filter((child) => child instanceof Node || typeof child === 'string'));
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
