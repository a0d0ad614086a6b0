import type { Caller } from './accounts.ts';

type PluginType = 'e_commerce' | 'payment_request';

const PLUGIN_NAMES: Readonly<Record<PluginType, string>> = {
  e_commerce: 'e-commerce payments',
  payment_request: 'payment requests',
};

const can = (caller: Caller, permission: string): boolean =>
  caller.kind === 'api_key' || caller.user.permissions.includes(permission);

export function mayAdd(caller: Caller, type: PluginType): boolean {
  return can(caller, `Can add ${PLUGIN_NAMES[type]}`);
}

export function mayChange(caller: Caller, type: PluginType): boolean {
  return can(caller, `Can change ${PLUGIN_NAMES[type]}`);
}

/** Adding and changing imply viewing (F1.3). */
export function mayView(caller: Caller, type: PluginType): boolean {
  return can(caller, `Can view ${PLUGIN_NAMES[type]}`) || mayAdd(caller, type) || mayChange(caller, type);
}

export function mayAddEither(caller: Caller): boolean {
  return mayAdd(caller, 'e_commerce') || mayAdd(caller, 'payment_request');
}

export function mayUse(caller: Caller, pgCode: string): boolean {
  return (
    caller.kind === 'api_key' ||
    caller.user.pg_codes.includes(pgCode) ||
    caller.user.pg_codes.includes('*') ||
    caller.user.permissions.includes(`Can use ${pgCode}`)
  );
}

type Action = 'capture' | 'refund' | 'void' | 'cancel' | 'expire' | 'delete' | 'inquiry';

/** Operations and inquiry (F1.3). */
export function may(caller: Caller, action: Action): boolean {
  return can(caller, `payment.${action}`);
}

/** What the default user has; the dotted names are those of operations and inquiry. */
export const EVERY_PERMISSION: readonly string[] = [
  ...['add', 'change', 'view'].flatMap((verb) => Object.values(PLUGIN_NAMES).map((name) => `Can ${verb} ${name}`)),
  ...['capture', 'refund', 'void', 'cancel', 'expire', 'delete', 'inquiry'].map((verb) => `payment.${verb}`),
];
