-- Notices an unsent action serves, as they were shown: kept until the centre has them.
create table attachments (
    sha256 text primary key,
    content blob not null
) strict;
