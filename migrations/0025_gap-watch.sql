-- A gap that arises without anybody touching the rota: somebody is disabled, put off call, on leave, no longer reached.

alter table xinqiao.rota_task drop constraint rota_task_name_check;
alter table xinqiao.rota_task add constraint rota_task_name_check
  check (name in ('gaps', 'gap-watch', 'changes', 'swaps'));
-- The gaps that were there at the last look, and how far it went: {"until": time, "gaps": [{"startsAt", "endsAt"}]}.
alter table xinqiao.rota_task add column known_gaps jsonb;
insert into xinqiao.rota_task (name, due_at) values ('gap-watch', now());
