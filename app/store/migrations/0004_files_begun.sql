-- What has come of a file whose fetching was interrupted; it goes on from there.
create table files_begun (
    sha256 text primary key,
    content blob not null
) strict;
