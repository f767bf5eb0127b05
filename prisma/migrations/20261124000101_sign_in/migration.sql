-- People who sign in themselves ---------------------------------------------------------------------------------------

-- Somebody who was invited through an identity provider has no password of ours.
alter table person alter column password_hash drop not null;

-- One row per sign-in; the cookie holds its id and nothing else. Global: it is found before any account is known.
create table sign_in (
  id uuid primary key,
  person_id bigint not null references person,
  method text not null check (method in ('password', 'oidc')),
  device text not null,
  address text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);

create index sign_in_of_person on sign_in (person_id, created_at);

-- Tries to sign in from an address and for an e-mail address that were not right; scope is their hash. They count until
-- nobody has tried for a while.
create table sign_in_try (
  scope bytea primary key,
  tries integer not null,
  last_at timestamptz not null
);

-- Whose accounts are these? Asked at each page for the account switcher.
create index membership_of_person on membership (person_id);
