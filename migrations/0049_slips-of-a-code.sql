-- A code that was handed over in person opens the way whatever the day's count says; wrong ones are counted against it
-- instead: rows of kind slip, of whoever claims its number and name. They count for nothing else.
alter table xinqiao.identity_try
  add column person_hash bytea,
  drop constraint identity_try_kind_check,
  add constraint identity_try_kind_check check (kind in ('claim', 'code', 'slip')),
  add constraint identity_try_person check ((kind = 'slip') = (person_hash is not null));
create index identity_try_slip on xinqiao.identity_try (person_hash, at) where kind = 'slip';
