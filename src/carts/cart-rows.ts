export { detachTransaction, lockCart } from './cart-repository.ts';
