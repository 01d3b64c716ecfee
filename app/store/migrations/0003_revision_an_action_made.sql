-- The case's revision after the centre applied an action: a centre restored from a backup is behind it.
alter table outbox add column revision integer;
