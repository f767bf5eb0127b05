-- What evidence and audit checkpoints are signed with. Public keys stay for ever, as what they signed does ------------

create table signing_key (
  account_id bigint not null references account,
  -- SHA-256 of the public key (SPKI, DER) in hex.
  kid text not null,
  public_key bytea not null,
  -- The private key, sealed under ATTESTRY_SECRET; null where it stands in a setting, and once it signs no more.
  sealed bytea,
  in_setting boolean not null default false,
  created_at timestamptz not null default now(),
  created_by text not null,
  retired_at timestamptz,
  revoked_at timestamptz,
  revoked_by text,
  revoke_reason text,
  primary key (account_id, kid),
  check ((revoked_at is null) = (revoked_by is null) and (revoked_at is null) = (revoke_reason is null)),
  check (sealed is null or (retired_at is null and revoked_at is null and not in_setting))
);

-- The one that signs: at most one of an account holds its private half.
create unique index signing_key_that_signs on signing_key (account_id) where sealed is not null;
