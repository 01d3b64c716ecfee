-- What was read of a paper, and by which engine.
create table paper_text (
    row integer primary key,
    sha256 text not null unique,
    engine text not null,
    size integer not null,
    reading blob not null
) strict;

-- Its words, to be found: pieces of three and more characters; and of two, each a token.
create virtual table paper_words using fts5 (
    words, content='', contentless_delete=1, tokenize='trigram case_sensitive 1'
);
create virtual table paper_pairs using fts5 (
    pairs, content='', contentless_delete=1, detail=none,
    tokenize='unicode61 remove_diacritics 0'
);

-- What the papers say of a case's form.
create table comparisons (
    case_id text primary key,
    revision integer not null,
    day text not null,
    made_of blob not null,
    comparison blob not null
) strict;
