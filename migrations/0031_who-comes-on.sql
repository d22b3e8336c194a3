-- Whoever comes on is called for those who wait; whoever takes a case shortly before they go off is warned of it too.

alter table xinqiao.rota_task drop constraint rota_task_name_check;
alter table xinqiao.rota_task add constraint rota_task_name_check
  check (name in ('gaps', 'gap-watch', 'changes', 'starts', 'swaps'));
insert into xinqiao.rota_task (name, due_at) values ('starts', now());

-- Told case by case: one that is taken after the warning is warned of as well. Null in rows from before this column.
alter table xinqiao.shift_notice
  add column case_id uuid references xinqiao.handoff_case,
  drop constraint shift_notice_pkey,
  add constraint shift_notice_once unique nulls not distinct (staff_id, ends_at, kind, case_id);
comment on table xinqiao.shift_notice is 'retention: 30 days';
