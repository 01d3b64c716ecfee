-- What the search index has to merge is merged while the writer is idle, not in a page's transaction.
insert into case_text (case_text, rank) values ('automerge', 0);
-- A change rarely touches what a case is found by: the index is written only where this differs.
alter table cases add column text_digest text;
-- Served one filter in three and was written with every change.
drop index cases_by_standing;
