-- The notice an action served, as it was printed (JSON): a centre may keep fewer words of it.
alter table outbox add column notice blob;
