-- Whether an action has been on its way: what became of it then only the centre knows.
alter table outbox add column asked integer not null default 0;
