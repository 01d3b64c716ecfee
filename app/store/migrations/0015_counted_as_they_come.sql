-- How many cases stand alike in the list, and how many of an item are in each state: the counts, the
-- list's first rows and the reserve of numbers read these in place of every case.
create table case_groups (
    standing text not null,
    attention integer not null,
    state text not null,
    handling text not null,
    waits_for text not null,
    resubmitted integer not null,
    due text not null,
    amber_from text not null,
    cases integer not null,
    primary key (
        standing, attention, state, handling, waits_for, resubmitted, due, amber_from
    )
) strict, without rowid;
create table case_items (
    item_code text not null,
    state text not null,
    handling text not null,
    cases integer not null,
    primary key (item_code, state, handling)
) strict, without rowid;
insert into case_groups
    select standing, attention, state, handling, waits_for, resubmitted, coalesce(due, ''),
        coalesce(amber_from, ''), count(*)
    from cases group by 1, 2, 3, 4, 5, 6, 7, 8;
insert into case_items select item_code, state, handling, count(*) from cases group by 1, 2, 3;

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

-- The cases of a group stand in it in the list's order.
drop index cases_as_listed;
create index cases_as_listed on cases (
    standing, attention, state, handling, waits_for, resubmitted, due, amber_from, received_at,
    thing_id
);
-- And any case of an item is found.
drop index cases_by_applicant;
create index cases_by_item on cases (item_code, applicant_key);
