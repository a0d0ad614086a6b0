import { sql, type Kysely } from 'kysely';

/**
 * Erasure of a person (docs/privacy.md). A payment or a cart that is marked with `erased_at` holds nothing about a person any
 * more, and takes nothing in either: triggers strip every row of it, whoever writes it and when, the replicas of the version
 * before too. A later migration that adds a column about a person amends the function of its table.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table payments add column erased_at timestamptz`.execute(db);
  await sql`alter table carts add column erased_at timestamptz`.execute(db);
  await sql`create index carts_customer on carts (customer_sub) where customer_sub is not null`.execute(db);
  // What belongs to a payment is found by it, and goes with it (M10).
  await sql`
    create index webhook_inbox_payment on webhook_inbox (payment_id) where payment_id is not null`.execute(db);
  await functions(db);
  await paymentTriggers(db);
  await cartTriggers(db);
}

async function functions(db: Kysely<never>): Promise<void> {
  // By a list of what stays, so that nobody has to think of a member for it to go.
  await sql`
    create function without_person(value jsonb) returns jsonb language plpgsql immutable as $$
    begin
      case jsonb_typeof(value)
      when 'object' then
        return coalesce((
          select jsonb_object_agg(m.name, case
              when m.name in ('message', 'reason', 'pg_params', 'customer_id', 'language', 'card') then 'null'::jsonb
              else without_person(m.member) end)
            from jsonb_each(value) as m (name, member)
            where m.name in (
              'message', 'reason', 'pg_params', 'customer_id', 'language', 'card',
              -- The payment, its numbers and its states.
              'id', 'order_no', 'merchant_reference', 'session_id', 'child_session_id', 'reference_number',
              'second_reference', 'state', 'previous_state', 'result', 'outcome', 'review_reasons', 'voided', 'origin',
              'type', 'payment_type', 'instrument_type', 'pg_codes', 'created_at', 'updated_at', 'completed_at', 'payment',
              -- Amounts.
              'amount', 'currency_code', 'captured_amount', 'refunded_amount', 'refundable_amount', 'capturable_amount',
              'amount_received', 'currency_received', 'total', 'unit_price', 'line_total', 'shipping', 'tax',
              -- What was bought: names are those of the catalog.
              'purchase', 'items', 'discounts', 'fees', 'added_since', 'sku', 'quantity', 'name', 'en', 'ar',
              -- Events to the merchant.
              'timestamp', 'data', 'sequence', 'links', 'self', 'timeline', 'operations', 'duplicate', 'of', 'cart', 'version',
              'operation', 'reversal', 'source', 'destination', 'requested_by', 'decided_by',
              -- Entries of timelines.
              'operation_id', 'asked_for', 'from', 'to', 'said', 'mismatches', 'status', 'read_as', 'shown', 'signature',
              'webhook', 'doubts', 'because', 'attempt', 'cart_version', 'kind', 'decision', 'before', 'ottu_shows',
              'confirm_without_ottu', 'given_back')), '{}');
      when 'array' then
        return coalesce((
          select jsonb_agg(without_person(e.element) order by e.at)
            from jsonb_array_elements(value) with ordinality as e (element, at)), '[]');
      else
        return value;
      end case;
    end $$`.execute(db);
  // A text that jsonb cannot hold says nothing that could be kept.
  await sql`
    create function event_without_person(body text) returns text language plpgsql immutable as $$
    begin
      return without_person(body::jsonb)::text;
    exception when data_exception then
      return '{}';
    end $$`.execute(db);
  // What a replay of the same key is told (M9): the code, without Ottu's words.
  await sql`
    create function refusal_without_person(refusal jsonb) returns jsonb language sql immutable as $$
      select case when jsonb_typeof(refusal) = 'object' then
        jsonb_strip_nulls(jsonb_build_object('code', refusal -> 'code', 'outcome', refusal -> 'outcome',
          'retryAfterSeconds', refusal -> 'retryAfterSeconds',
          'detail', 'The words of this refusal were erased.', 'errors', '[]'::jsonb)) end $$`.execute(db);
}

async function paymentTriggers(db: Kysely<never>): Promise<void> {
  await sql`
    create function erase_payment() returns trigger language plpgsql as $$
    begin
      new.customer_id := null;
      new.message := null;
      new.pg_params := null;
      new.snapshot := without_person(new.snapshot);
      new.added_since := without_person(new.added_since);
      -- That there is one decides whether a charge of a cycle is counted (M82).
      new.agreement := case when new.agreement is not null then '{}'::jsonb end;
      new.link := new.link - 'attachment_upload_url';
      new.caller := regexp_replace(new.caller, '^shopper:.*$', 'shopper');
      return new;
    end $$`.execute(db);
  await sql`
    create trigger payments_erase before update on payments
      for each row when (new.erased_at is not null) execute function erase_payment()`.execute(db);

  await stripping(db, 'payment_amounts', 'insert or update of purchase, terms', {
    strip: sql`
      new.purchase := without_person(new.purchase);
      new.terms := case when new.terms is not null then new.terms
        || jsonb_build_object('customer_id', null, 'snapshot', without_person(new.terms -> 'snapshot'),
          'agreement', case when jsonb_typeof(new.terms -> 'agreement') = 'object' then '{}'::jsonb else 'null'::jsonb end) end;`,
  });
  await stripping(db, 'payment_attempts', 'update of action_required, refusal', {
    strip: sql`new.action_required := null; new.refusal := refusal_without_person(new.refusal);`,
  });
  await stripping(db, 'transaction_writes', 'update of problem', {
    strip: sql`new.problem := refusal_without_person(new.problem);`,
  });
  await stripping(db, 'payment_facts', 'insert or update of card_hash', {
    when: sql`new.card_hash is not null`,
    strip: sql`new.card_hash := null;`,
  });
  // M80: one that may have to be sent once more is sent as it was.
  await stripping(db, 'payment_operations', 'insert or update', {
    when: sql`new.finished_at is not null`,
    strip: sql`new.reason := null; new.extra := null; new.message := null;`,
  });
  await stripping(db, 'payment_timeline', 'insert or update of details', {
    strip: sql`new.details := without_person(new.details);`,
  });
  // An event that is not done with is needed until it is (M71). Afterwards a replay of it only has Ottu asked.
  await stripping(db, 'webhook_inbox', 'insert or update', {
    when: sql`new.finished_at is not null`,
    where: sql`payments.id = new.payment_id or payments.order_no = new.order_no`,
    strip: sql`new.body := '{}';`,
  });
  await stripping(db, 'merchant_events', 'insert or update of body', {
    when: sql`new.payment_id is not null`,
    strip: sql`new.body := event_without_person(new.body);`,
  });

  await sql`
    create function erase_payment_rows() returns trigger language plpgsql as $$
    begin
      update payment_amounts set purchase = purchase where payment_id = new.id;
      update payment_attempts set refusal = refusal where payment_id = new.id;
      update transaction_writes set problem = problem where payment_id = new.id;
      update payment_facts set card_hash = null where payment_id = new.id and card_hash is not null;
      update payment_operations set reason = reason where payment_id = new.id;
      update payment_timeline set details = details where payment_id = new.id;
      update webhook_inbox set body = body where payment_id = new.id or order_no = new.order_no;
      update merchant_events set body = body where payment_id = new.id;
      -- Their callers and paths name the customer. Nothing is charged by them.
      delete from idempotency_keys where payment_id = new.id and new.payment_type = 'save_card';
      return null;
    end $$`.execute(db);
  await sql`
    create trigger payments_erase_rows after update of erased_at on payments
      for each row when (new.erased_at is not null) execute function erase_payment_rows()`.execute(db);
}

async function cartTriggers(db: Kysely<never>): Promise<void> {
  // It expires as soon as nobody is paying it (M54).
  await sql`
    create function erase_cart() returns trigger language plpgsql as $$
    begin
      new.customer := null;
      new.billing_address := null;
      new.shipping_address := null;
      new.extra := null;
      new.codes := null;
      new.redirect_url := null;
      new.agreement := null;
      new.customer_sub := null;
      new.former_token_sha256 := null;
      new.next_token_sealed := null;
      new.items := without_person(new.items);
      new.quote := without_person(new.quote);
      new.expires_at := least(new.expires_at, new.erased_at);
      return new;
    end $$`.execute(db);
  await sql`
    create trigger carts_erase before update on carts
      for each row when (new.erased_at is not null) execute function erase_cart()`.execute(db);
  const ofErasedCart = {
    owner: sql`carts`,
    where: sql`carts.id = new.cart_id`,
  };
  await stripping(db, 'cart_quotes', 'insert or update of quote', {
    ...ofErasedCart,
    strip: sql`new.quote := without_person(new.quote);`,
  });
  await sql`
    create function erase_cart_rows() returns trigger language plpgsql as $$
    begin
      update cart_quotes set quote = quote where cart_id = new.id;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger carts_erase_rows after update of erased_at on carts
      for each row when (new.erased_at is not null) execute function erase_cart_rows()`.execute(db);
}

interface Stripping {
  /** The table whose rows carry the mark; `payments` unless given. */
  readonly owner?: ReturnType<typeof sql>;
  /** How its row is found; by `payment_id` unless given. */
  readonly where?: ReturnType<typeof sql>;
  readonly when?: ReturnType<typeof sql>;
  readonly strip: ReturnType<typeof sql>;
}

/** Rows of `table` lose what is about a person when what they belong to is erased. */
async function stripping(
  db: Kysely<never>,
  table: string,
  events: string,
  { owner = sql`payments`, where = sql`payments.id = new.payment_id`, when = sql`true`, strip }: Stripping,
): Promise<void> {
  const name = sql.id(`erase_${table}`);
  await sql`
    create function ${name}() returns trigger language plpgsql as $$
    begin
      if exists (select from ${owner} where (${where}) and erased_at is not null) then
        ${strip}
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger ${sql.id(`${table}_erase`)} before ${sql.raw(events)} on ${sql.id(table)}
      for each row when (${when}) execute function ${name}()`.execute(db);
}
