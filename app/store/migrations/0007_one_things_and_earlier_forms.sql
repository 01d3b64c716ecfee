-- Which one-thing a case belongs to, so that the list can keep its cases together.
alter table cases add column thing_id text not null default '';
update cases set thing_id = coalesce(
    (select cast(b.centre as text) ->> '$.one_thing.id' from bodies b where b.case_id = cases.id), ''
);

-- The form as it stood before the applicant corrected it; JSON, null where they did not.
alter table bodies add column earlier blob;
