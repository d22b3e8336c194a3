-- A hold in place of a booked appointment may lie over it, such as the same hour with a colleague: the student will have
-- one of the two. Whoever books it ends the other in the same transaction, and clears this.
alter table xinqiao.appointment
  add column instead_of uuid references xinqiao.appointment on delete set null,
  add constraint appointment_instead_of check (instead_of is null or status in ('held', 'cancelled')),
  drop constraint appointment_contact_once,
  add constraint appointment_contact_once exclude using gist (contact_id with =, during with &&)
    where (status in ('held', 'booked', 'attended', 'no-show') and instead_of is null);
create index appointment_instead_of on xinqiao.appointment (instead_of) where instead_of is not null;
