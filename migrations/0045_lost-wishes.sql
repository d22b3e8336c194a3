-- A wish that nobody at the centre can fulfil any more keeps whoever waits from nothing, and they hear of it once.

alter table xinqiao.waiting_list_entry add column wishes_lost_at timestamptz;
-- That some of their wishes stand for anything now has been said.
alter table xinqiao.waiting_list_entry add column wishes_told_at timestamptz;
alter table xinqiao.waiting_list_entry add check (wishes_told_at is null or wishes_lost_at is not null);
create index waiting_list_entry_wishes_untold on xinqiao.waiting_list_entry (wishes_lost_at)
  where status = 'waiting' and wishes_lost_at is not null and wishes_told_at is null;
