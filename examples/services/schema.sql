-- The tables of a host, the same for both services. Whatever one call brings is written in one transaction.

-- One row for each person: what the engine remembers, and when it wants to be asked again.
create table if not exists follow_up (recipient text primary key, state text not null, wake_at text);
create index if not exists follow_up_wake_at on follow_up (wake_at);

-- Who has, or had, which phone or address: to find whose reply it is, and who else has that point.
create table if not exists contact (point text, recipient text, primary key (point, recipient));

-- Every action that somebody carries out, in the order in which the engine gave them. `done_at` is empty until a send,
-- an alert or a write-back was taken by the gateway, or staff did the task of a prompt.
create table if not exists outbox (
  n integer primary key, id text not null unique, recipient text not null, type text not null, task_id text,
  body text not null, at text not null, done_at text, cancelled_at text, left_out text);
create index if not exists outbox_open on outbox (type) where done_at is null and cancelled_at is null;

-- Why: ids, instants and words of closed lists. Kept for six years.
create table if not exists journal (n integer primary key, recipient text not null, at text not null, entry text not null);

-- Whose message a link was in.
create table if not exists link (token text primary key, recipient text not null);

-- Opt-outs, kept for good: also those of people who were erased, or were never followed up. One of everything, by somebody
-- who was erased since and comes back, holds for all of that person's points.
create table if not exists suppressed (
  id text primary key, recipient text, point text not null, scope text not null, at text not null);
create index if not exists suppressed_point on suppressed (point);

-- Every revision of the playbook; the last one is in force.
create table if not exists playbook (n integer primary key, at text not null, document text not null);

-- What the engine refused, and replies of people nobody knows: for a person to look at.
create table if not exists aside (n integer primary key, at text not null, recipient text, code text, event text not null);

-- `hold_until` (the emergency brake) and `facts_as_of` (the newest export that was taken in).
create table if not exists setting (key text primary key, value text not null);
