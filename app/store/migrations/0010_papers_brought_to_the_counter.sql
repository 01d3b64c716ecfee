-- Papers brought to the counter, to go with the case's next decision.
create table evidence (
    case_id text not null,
    sha256 text not null,
    name text not null,
    pages integer not null,
    size integer not null,
    kept_at text not null,
    primary key (case_id, sha256)
) strict;
