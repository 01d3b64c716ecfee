-- What the centre said and this desk could not read: all of a body, or these parts of it (JSON, paths).
-- The revision as it came: a digest counts it.
create table unreadable (
    kind text not null,
    id text not null,
    revision text not null,
    parts text not null,
    why text not null,
    noted_at text not null,
    primary key (kind, id)
) strict;

-- How often the centre failed on the whole request that carried only this; who holds its case now.
alter table outbox add column tries integer not null default 0;
alter table outbox add column held_by text not null default '';
