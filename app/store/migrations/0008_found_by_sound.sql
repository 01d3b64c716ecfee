-- Cases are found by their names first, and names by their sounds. SQL cannot split texts: reindex.py
-- does, once the cache is open.
drop table case_text;
create virtual table case_names using fts5 (
    name, letters, content='', contentless_delete=1, tokenize='trigram case_sensitive 1'
);
create virtual table case_text using fts5 (
    text, content='', contentless_delete=1, tokenize='trigram case_sensitive 1'
);
create virtual table case_grams using fts5 (
    name, text, sounds, letters, content='', contentless_delete=1, detail=column,
    tokenize='unicode61 remove_diacritics 0'
);
insert into case_names (case_names, rank) values ('automerge', 0);
insert into case_text (case_text, rank) values ('automerge', 0);
insert into case_grams (case_grams, rank) values ('automerge', 0);
update cases set text_digest = null;
insert or replace into meta (key, value) values ('to_reindex', '1');

-- The rest of what the feed carries is found too: a row number that stays, and an index.
create table feed_bodies (
    row integer primary key,
    kind text not null,
    id text not null,
    revision integer not null,
    body blob not null,
    unique (kind, id)
) strict;
insert into feed_bodies (kind, id, revision, body) select kind, id, revision, body from catalogue;
drop table catalogue;
alter table feed_bodies rename to catalogue;
create virtual table catalogue_names using fts5 (
    name, letters, content='', contentless_delete=1, tokenize='trigram case_sensitive 1'
);
create virtual table catalogue_text using fts5 (
    text, content='', contentless_delete=1, tokenize='trigram case_sensitive 1'
);
create virtual table catalogue_grams using fts5 (
    name, text, sounds, letters, content='', contentless_delete=1, detail=column,
    tokenize='unicode61 remove_diacritics 0'
);

-- What a case waits for and what has come of it, in the words the list shows.
alter table cases add column waits_for text not null default '';
alter table cases add column result_out text not null default '';

-- Answers to look-ups of licences, with the time they were given.
create table licences (
    holder text not null,
    kind text not null,
    answer blob not null,           -- JSON, the licences
    asked_at text not null,
    primary key (holder, kind)
) strict;
