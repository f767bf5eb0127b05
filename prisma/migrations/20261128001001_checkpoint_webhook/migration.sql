-- What became of the newest checkpoint that was posted to an account's webhook; error null: the receiver took it. ---------
create table chain_webhook (
  account_id bigint primary key references account,
  ordinal bigint not null,
  at timestamptz not null,
  error text
);
