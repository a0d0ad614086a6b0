export { replaceSession, lockCart } from './cart-repository.ts';
