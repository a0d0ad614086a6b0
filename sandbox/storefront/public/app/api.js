// @ts-check
import { config } from './config.js';
import { shopper } from './shopper.js';

/**
 * @import { Answer, Body, CartRef, Path, Problem } from '../../client-types.d.ts'
 * @typedef {'get' | 'post' | 'put' | 'patch' | 'delete'} Method
 * @typedef {{ cart?: CartRef | undefined, path?: Record<string, string>, body?: unknown, headers?: Record<string, string>, asShopper?: boolean }} Extras
 */

/** The service refused: what its problem document says. */
export class Refusal extends Error {
  /**
   * @param {Partial<Problem>} problem
   * @param {Response} response
   */
  constructor(problem, response) {
    super(problem.title ?? `The shop answered ${response.status}.`);
    this.name = 'Refusal';
    this.status = response.status;
    this.code = problem.code ?? 'unreadable';
    /** `none`: nothing was charged. Anything else on the way of a payment: nobody knows yet. */
    this.outcome = problem.outcome;
    this.errors = problem.errors ?? [];
    this.retryAfter = Number(response.headers.get('retry-after') ?? 0);
  }
}

/** The service could not be reached, or hung up. */
export class Unreachable extends Error {}

/**
 * One request to the service, typed by its OpenAPI document. With `asShopper` it says who is signed in, if anybody is.
 *
 * @template {Method} M
 * @template {Path<M>} P
 * @param {M} method
 * @param {P} path
 * @param {Extras & (Body<P, M> extends undefined ? {} : { body: Body<P, M> })} extras
 * @returns {Promise<{ body: Answer<P, M>, etag: string }>}
 * @throws {Refusal | Unreachable}
 */
export async function call(method, path, extras) {
  const { cart, body, headers } = extras;
  const jwt = extras.asShopper === true ? shopper()?.jwt : undefined;
  const response = await send(method, filled(path, { ...extras.path, ...(cart && { id: cart.id }) }), {
    cart,
    headers: {
      ...headers,
      ...(jwt !== undefined && { authorization: `Bearer ${jwt}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  /** @type {unknown} */
  const answer = response.status === 204 ? undefined : await response.json().catch(() => brokenOff(response));
  if (!response.ok) throw new Refusal(/** @type {Partial<Problem>} */ (answer), response);
  return { body: /** @type {Answer<P, M>} */ (answer), etag: response.headers.get('etag') ?? '' };
}

/**
 * An error is known by its status alone. What was done, and how, is in the body: without it the answer is lost.
 *
 * @param {Response} response
 * @throws {Unreachable}
 */
function brokenOff(response) {
  if (response.ok) throw new Unreachable('The answer of the shop broke off.');
  return {};
}

/**
 * @param {string} path
 * @param {{ cart: CartRef, headers?: Record<string, string>, signal?: AbortSignal }} extras
 * @returns {Promise<Response>}
 * @throws {Unreachable}
 */
export async function open(path, { cart, headers, signal }) {
  return send('get', filled(path, { id: cart.id }), { cart, headers, ...(signal && { signal }) });
}

/**
 * @param {string} method
 * @param {string} path
 * @param {{ cart?: CartRef | undefined, headers?: Record<string, string> | undefined, body?: string, signal?: AbortSignal }} request
 */
async function send(method, path, { cart, headers, ...rest }) {
  try {
    return await fetch(`${config().service_url}${path}`, {
      ...rest,
      method: method.toUpperCase(),
      headers: { accept: 'application/json', ...(cart && { 'cart-token': cart.token }), ...headers },
      cache: 'no-store',
      credentials: 'omit',
    });
  } catch (error) {
    throw new Unreachable('The shop could not be reached.', { cause: error });
  }
}

/**
 * @param {string} path
 * @param {Record<string, string>} values
 */
function filled(path, values) {
  return path.replace(/\{(\w+)\}/g, (_, /** @type {string} */ name) => encodeURIComponent(values[name] ?? ''));
}
