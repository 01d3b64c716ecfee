-- The list and its counts read this in place of the whole of each case, and of the standing that is
-- asked for alone.
create index cases_as_listed on cases (
    standing, due, attention, state, amber_from, handling, received_at, waits_for, resubmitted,
    thing_id
);
