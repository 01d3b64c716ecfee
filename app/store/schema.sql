-- The cache's schema as the newest migration leaves it, to be read.
--
-- Nothing runs this file. Every cache, a new one too, is brought on by migrations/, step by step and
-- each step in a transaction of its own: one way, tested from every released version. A change of the
-- schema is a new migration and the same change here; tests/store/test_schema.py holds both equal.
--
-- The whole file is encrypted by SQLCipher with the clerk's key; no column is sealed once more. The
-- bytes of fetched files are not in it: they lie sealed beside it, under names that tell nothing
-- (files.py). Dates are ISO 8601 texts, bodies are JSON in UTF-8, hashes SHA-256 in hex.


-- ---- The cache itself ----

-- Few words of its own: 'clerk', 'cursor', 'epoch', 'filters', 'claim', 'drill', 'unreadable_rows',
-- 'to_reindex', 'arrivals', 'overdue_until', 'recent_cases', 'read_again_at', 'numbers'.
create table meta (
    key text primary key,
    value text not null
) strict;


-- ---- What the centre said: the next pull brings it again ----

-- What the list shows and sorts by. The bodies stand apart so that a scan of the list stays small.
create table cases (
    row integer primary key,        -- its number in the three indexes of its texts
    id text not null unique,
    revision integer not null,      -- of the centre's body
    no text not null,               -- 办件编号
    state text not null,
    handling text not null,         -- 'instant' or 'promised'
    item_code text not null,
    item_name text not null,
    scene_code text not null,
    scene_name text not null,
    applicant text not null,
    applicant_key text not null,    -- the applicant's id number
    received_at text not null,
    accept_by text,                 -- a date; past it the case is deemed accepted (Art. 32.4)
    due text,                       -- a date
    amber_from text,                -- the date from which the light is amber
    standing text not null,         -- 'running', 'paused', 'closed', 'proposed' (with the leads),
                                    -- of a colleague's 'to_sign' or 'signed'
    provisional integer not null,   -- 1: the calendar of that year is not out, the dates may move
    resubmitted integer not null,   -- 1: the applicant has answered a correction
    unsent integer not null default 0,      -- 1: something of it is in the outbox, to be sent
    attention integer not null default 0,   -- 1: something of it came back to the clerk
    text_digest text,               -- of what it is found by; null: its texts are to be indexed
    thing_id text not null default '',      -- its 一件事
    waits_for text not null default '',     -- items it waits for, as the list shows them
    result_out text not null default ''     -- results before it that are out, likewise
) strict;
-- Any case of an item; another open case of the same applicant and item (catalogue.situation).
create index cases_by_item on cases (item_code, applicant_key);

-- All that the list is chosen, ordered and counted by: what is closed is not read for what is to do,
-- and the cases of a group stand in the list's order.
create index cases_as_listed on cases (
    standing, attention, state, handling, waits_for, resubmitted, due, amber_from, received_at,
    thing_id
);

-- How many cases stand alike in the list: the counts and its first rows read this.
create table case_groups (
    standing text not null,
    attention integer not null,
    state text not null,
    handling text not null,
    waits_for text not null,
    resubmitted integer not null,
    due text not null,              -- '' where there is none, as the next one
    amber_from text not null,
    cases integer not null,
    primary key (
        standing, attention, state, handling, waits_for, resubmitted, due, amber_from
    )
) strict, without rowid;
-- How many of an item are in each state: the reserve of numbers reads this.
create table case_items (
    item_code text not null,
    state text not null,
    handling text not null,
    cases integer not null,
    primary key (item_code, state, handling)
) strict, without rowid;
-- Both follow each change of a case in its own transaction.
create trigger case_came after insert on cases begin
    insert into case_groups values (
        new.standing, new.attention, new.state, new.handling, new.waits_for, new.resubmitted,
        coalesce(new.due, ''), coalesce(new.amber_from, ''), 1
    ) on conflict do update set cases = cases + 1;
    insert into case_items values (new.item_code, new.state, new.handling, 1)
        on conflict do update set cases = cases + 1;
end;
create trigger case_went after delete on cases begin
    update case_groups set cases = cases - 1 where standing = old.standing
        and attention = old.attention and state = old.state and handling = old.handling
        and waits_for = old.waits_for and resubmitted = old.resubmitted
        and due = coalesce(old.due, '') and amber_from = coalesce(old.amber_from, '');
    update case_items set cases = cases - 1
        where item_code = old.item_code and state = old.state and handling = old.handling;
end;
create trigger case_moved after update of
    standing, attention, state, handling, waits_for, resubmitted, due, amber_from, item_code
on cases when
    (old.standing, old.attention, old.state, old.handling, old.waits_for, old.resubmitted, old.due,
        old.amber_from, old.item_code) is not
    (new.standing, new.attention, new.state, new.handling, new.waits_for, new.resubmitted, new.due,
        new.amber_from, new.item_code)
begin
    insert into case_groups values (
        new.standing, new.attention, new.state, new.handling, new.waits_for, new.resubmitted,
        coalesce(new.due, ''), coalesce(new.amber_from, ''), 1
    ) on conflict do update set cases = cases + 1;
    insert into case_items values (new.item_code, new.state, new.handling, 1)
        on conflict do update set cases = cases + 1;
    update case_groups set cases = cases - 1 where standing = old.standing
        and attention = old.attention and state = old.state and handling = old.handling
        and waits_for = old.waits_for and resubmitted = old.resubmitted
        and due = coalesce(old.due, '') and amber_from = coalesce(old.amber_from, '');
    update case_items set cases = cases - 1
        where item_code = old.item_code and state = old.state and handling = old.handling;
end;
create trigger case_group_emptied after update on case_groups when new.cases = 0 begin
    delete from case_groups where standing = new.standing and attention = new.attention
        and state = new.state and handling = new.handling and waits_for = new.waits_for
        and resubmitted = new.resubmitted and due = new.due and amber_from = new.amber_from;
end;
create trigger case_item_emptied after update on case_items when new.cases = 0 begin
    delete from case_items
        where item_code = new.item_code and state = new.state and handling = new.handling;
end;

-- A case as the centre last said it, and as the unsent actions make it.
create table bodies (
    case_id text primary key,
    centre blob not null,           -- JSON, the centre's body
    local blob,                     -- JSON, with unsent actions applied; null where there are none
    earlier blob                    -- JSON, the form before the applicant's last correction
) strict;

-- Everything else the feed carries, by kind: 'item', 'scene', 'one_thing', 'article', 'calendar',
-- 'evaluation', 'pool', 'colleague', 'team_case'.
create table catalogue (
    row integer primary key,        -- its number in the three indexes of its texts
    kind text not null,
    id text not null,
    revision integer not null,
    body blob not null,             -- JSON; empty: a one-thing of which no case is here
    unique (kind, id)
) strict;

-- What the centre said and this desk could not read, until it says it better.
create table unreadable (
    kind text not null,
    id text not null,
    revision text not null,         -- as it came: a digest counts it
    parts text not null,            -- JSON, the paths of what is missing; [] where all of it is
    why text not null,              -- for IT
    noted_at text not null,
    primary key (kind, id)
) strict;

-- Answers to look-ups of licences, with the time they were given.
create table licences (
    holder text not null,
    kind text not null,
    answer blob not null,           -- JSON, the licences
    asked_at text not null,
    primary key (holder, kind)
) strict;


-- ---- What a text is found by (search/index_text.py, decision 0011) ----

-- For cases and for the catalogue the same three, by row number and without the texts themselves:
-- pieces of three and more characters, in names and their first letters;
create virtual table case_names using fts5 (
    name, letters, content='', contentless_delete=1, tokenize='trigram case_sensitive 1'
);
create virtual table catalogue_names using fts5 (
    name, letters, content='', contentless_delete=1, tokenize='trigram case_sensitive 1'
);
-- the same anywhere;
create virtual table case_text using fts5 (
    text, content='', contentless_delete=1, tokenize='trigram case_sensitive 1'
);
create virtual table catalogue_text using fts5 (
    text, content='', contentless_delete=1, tokenize='trigram case_sensitive 1'
);
-- and pieces of one and two characters, syllables and first letters, each a token.
create virtual table case_grams using fts5 (
    name, text, sounds, letters, content='', contentless_delete=1, detail=column,
    tokenize='unicode61 remove_diacritics 0'
);
create virtual table catalogue_grams using fts5 (
    name, text, sounds, letters, content='', contentless_delete=1, detail=column,
    tokenize='unicode61 remove_diacritics 0'
);
-- Those of the cases are merged while the writer is idle, not in a page's transaction.
insert into case_names (case_names, rank) values ('automerge', 0);
insert into case_text (case_text, rank) values ('automerge', 0);
insert into case_grams (case_grams, rank) values ('automerge', 0);

-- Of the papers' words (search/paper_words.py) pieces of three and more characters, and of two.
create virtual table paper_words using fts5 (
    words, content='', contentless_delete=1, tokenize='trigram case_sensitive 1'
);
create virtual table paper_pairs using fts5 (
    pairs, content='', contentless_delete=1, detail=none,
    tokenize='unicode61 remove_diacritics 0'
);


-- ---- What the clerk did: nobody could say it again ----

-- What is typed and not yet decided on, field by field (drafts.save says which).
create table drafts (
    case_id text not null,          -- or the id of a one-thing
    field text not null,
    value text not null,            -- JSON
    saved_at text not null,
    primary key (case_id, field)
) strict;

-- What is decided. It outlives the case: no foreign key, no cascade.
create table outbox (
    seq integer primary key autoincrement,  -- the order in which they go
    id text not null unique,        -- the action's, and its idempotency key
    case_id text not null,
    case_no text not null,
    case_title text not null,
    type text not null,             -- of the action
    payload blob not null,          -- JSON
    at text not null,               -- when it was decided
    base_revision integer,          -- the revision the clerk saw; null where it follows another
    after_id text,                  -- the action before it, where that was not sent yet
    state text not null default 'waiting',  -- outbox.STATES
    not_before text,                -- the time from which it may go
    code text not null default '',  -- what the centre said, or how the entry was settled
    detail text not null default '',
    changed_at text not null,
    revision integer,               -- the case's, after the centre applied the action
    tries integer not null default 0,       -- how often the centre failed on it alone
    held_by text not null default '',       -- who has its case now, or answered its proposal
    notice blob,                    -- JSON, the one it served, as it was printed
    asked integer not null default 0        -- whether it has been on its way
) strict;
-- The entries of one case, in their order.
create index outbox_by_case on outbox (case_id, seq);
-- What is to be sent, what came back.
create index outbox_by_state on outbox (state, seq);

-- Notices that actions serve, as they were shown; a week longer than the action waits. And the bytes
-- of the evidence below.
create table attachments (
    sha256 text primary key,
    content blob not null           -- PDF
) strict;

-- Papers brought to the counter (evidence.py). Which action carries one, its payload says.
create table evidence (
    case_id text not null,
    sha256 text not null,
    name text not null,             -- the clerk's, or of the material it answers
    pages integer not null,
    size integer not null,          -- bytes
    kept_at text not null,
    primary key (case_id, sha256)
) strict;


-- ---- Applicants' files ----

-- The files the cases name.
create table materials (
    id text primary key,
    case_id text not null,
    name text not null,
    sha256 text not null,
    size integer not null,          -- bytes
    spoilt integer not null default 0       -- 1: the centre's bytes did not match the hash, twice
) strict;
-- The files of one case: to be fetched first, to be forgotten with it.
create index materials_by_case on materials (case_id);
-- Which cases rest on a file.
create index materials_by_hash on materials (sha256);

-- Which of them are here.
create table files (
    sha256 text primary key,
    size integer not null,          -- bytes
    used_at text not null           -- the least recently used go first
) strict;

-- What has come of a file whose fetching was interrupted; it goes on from there.
create table files_begun (
    sha256 text primary key,
    content blob not null
) strict;


-- ---- What the papers say: read anew and compared anew where it is lost (decision 0030) ----

-- What was read of a paper (paper_text.py). It stays while a case names the paper.
create table paper_text (
    row integer primary key,        -- its number in the indexes of its words
    sha256 text not null unique,
    engine text not null,           -- what read it, and its version
    size integer not null,          -- bytes of the next column
    reading blob not null           -- MessagePack, deflated
) strict;

-- The papers of a case held against its form (comparisons.py).
create table comparisons (
    case_id text primary key,
    revision integer not null,      -- of the case
    day text not null,              -- for which it was made: papers expire
    made_of blob not null,          -- digest of everything it was made of
    comparison blob not null        -- JSON
) strict;
