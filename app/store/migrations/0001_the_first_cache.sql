create table meta (
    key text primary key,
    value text not null
) strict;

-- What the list shows of a case. The bodies stand apart so that a scan of the list stays small.
create table cases (
    row integer primary key,
    id text not null unique,
    revision integer not null,      -- of the centre's body
    no text not null,
    state text not null,
    handling text not null,
    item_code text not null,
    item_name text not null,
    scene_code text not null,
    scene_name text not null,
    applicant text not null,
    applicant_key text not null,
    received_at text not null,
    accept_by text,                 -- a date; past it the case is deemed accepted (Art. 32.4)
    due text,                       -- a date
    amber_from text,                -- the date from which the light is amber
    standing text not null,         -- 'running', 'paused' or 'closed'
    provisional integer not null,
    resubmitted integer not null,
    unsent integer not null default 0,
    attention integer not null default 0
) strict;

-- A case as the centre last said it, and as the unsent actions make it.
create table bodies (
    case_id text primary key,
    centre blob not null,           -- JSON, the centre's body
    local blob                      -- JSON, with unsent actions applied; null where there are none
) strict;
create index cases_by_standing on cases (standing, due, received_at);
create index cases_by_applicant on cases (applicant_key, item_code);

create virtual table case_text using fts5 (
    text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0'
);

-- Everything else the feed carries.
create table catalogue (
    kind text not null,
    id text not null,
    revision integer not null,
    body blob not null,
    primary key (kind, id)
) strict;

-- What the clerk has typed and not yet decided on.
create table drafts (
    case_id text not null,
    field text not null,
    value text not null,
    saved_at text not null,
    primary key (case_id, field)
) strict;

-- Outlives the case: no foreign key, no cascade.
create table outbox (
    seq integer primary key autoincrement,
    id text not null unique,
    case_id text not null,
    case_no text not null,
    case_title text not null,
    type text not null,
    payload blob not null,
    at text not null,
    base_revision integer,
    after_id text,
    state text not null default 'waiting',
    not_before text,
    code text not null default '',
    detail text not null default '',
    changed_at text not null
) strict;
create index outbox_by_case on outbox (case_id, seq);
create index outbox_by_state on outbox (state, seq);

create table materials (
    id text primary key,
    case_id text not null,
    name text not null,
    sha256 text not null,
    size integer not null,
    spoilt integer not null default 0
) strict;
create index materials_by_case on materials (case_id);
create index materials_by_hash on materials (sha256);

create table contents (
    sha256 text primary key,
    content blob not null,
    used_at text not null
) strict;
