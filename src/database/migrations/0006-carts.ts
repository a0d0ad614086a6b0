import { sql, type Kysely } from 'kysely';

/** Carts, the quotes of their versions, and the Ottu transactions that follow them. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table carts (
      id uuid primary key,
      token_sha256 char(64) not null unique,
      customer_sub text check (length(customer_sub) between 1 and 64),
      state text not null default 'open' check (state in ('open', 'frozen', 'paid', 'abandoned', 'expired')),
      version integer not null default 1 check (version >= 1),
      currency_code char(3) not null check (currency_code ~ '^[A-Z]{3}$'),
      language text check (language in ('en', 'ar')),
      items jsonb not null default '[]' check (jsonb_typeof(items) = 'array'),
      customer jsonb,
      billing_address jsonb,
      shipping_address jsonb,
      extra jsonb,
      quote jsonb,
      total_minor bigint not null default 0 check (total_minor >= 0),
      redirect_url text,
      payment_id uuid references payments (id) on delete set null,
      frozen_by text,
      frozen_until timestamptz,
      sync_at timestamptz,
      sync_tries integer not null default 0,
      expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      check ((state = 'frozen') = (frozen_by is not null)),
      check (quote is not null or total_minor = 0)
    )`.execute(db);
  // What the sweeps look for: carts whose transaction is behind, freezes that are over, and carts to purge.
  await sql`create index carts_sync on carts (sync_at) where sync_at is not null`.execute(db);
  await sql`create index carts_frozen on carts (frozen_until) where state = 'frozen'`.execute(db);
  await sql`create index carts_expiry on carts (expires_at)`.execute(db);

  // What each version was priced at. Payments keep what they were for by themselves: they outlive carts (M54).
  await sql`
    create table cart_quotes (
      cart_id uuid not null references carts (id) on delete cascade,
      version integer not null check (version >= 1),
      quote jsonb not null,
      total_minor bigint not null check (total_minor > 0),
      at timestamptz not null default now(),
      primary key (cart_id, version)
    )`.execute(db);

  // No reference to the cart: the payment is still there when the cart has been purged.
  await sql`alter table payments add column cart_id uuid`.execute(db);
  await sql`create index payments_cart on payments (cart_id) where cart_id is not null`.execute(db);

  await sql`
    create table cart_transactions (
      payment_id uuid primary key references payments (id) on delete cascade,
      cart_id uuid not null,
      shown_version integer,
      doubt_since timestamptz,
      rewritten_at timestamptz,
      close_wanted_at timestamptz,
      close_tries integer not null default 0,
      closed_at timestamptz,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index cart_transactions_cart on cart_transactions (cart_id)`.execute(db);
  await sql`
    create index cart_transactions_to_close on cart_transactions (close_wanted_at)
      where close_wanted_at is not null and closed_at is null`.execute(db);

  // M50: each amount with the version of the cart that it was for, and what was bought in it.
  await sql`
    alter table payment_amounts
      add column cart_version integer,
      add column purchase jsonb`.execute(db);

  // M6: one open attempt per cart.
  await sql`alter table payment_attempts add column cart_id uuid`.execute(db);
  await sql`
    create unique index payment_attempts_one_open_per_cart on payment_attempts (cart_id)
      where cart_id is not null and state in ('sending', 'unknown', 'action_required')`.execute(db);

  // A cart's payment may be tried several times, each time by a key of its own.
  await sql`alter table idempotency_keys add column attempt_id uuid`.execute(db);
}
