-- Which fetched files are here; their bytes lie sealed beside the cache (files.py). Those that were
-- in the cache are fetched again.
drop table contents;
create table files (
    sha256 text primary key,
    size integer not null,
    used_at text not null
) strict;
