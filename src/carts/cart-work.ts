/** Names the work by which `CartPoller` brings carts in step; `CartWrites` wakes it. The log knows it by this name. */
export const CART_WORK = 'CartSync';
