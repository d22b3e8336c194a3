-- A gap that arises without anybody touching the rota: somebody is disabled, put off call, on leave, no longer reached.

alter table xinqiao.rota_task drop constraint rota_task_name_check;
alter table xinqiao.rota_task add constraint rota_task_name_check
  check (name in ('gaps', 'gap-watch', 'changes', 'swaps'));
-- The gaps that were there at the last look, and how far it went: {"until": time, "gaps": [{"startsAt", "endsAt"}]}.
alter table xinqiao.rota_task add column known_gaps jsonb;
insert into xinqiao.rota_task (name, due_at) values ('gap-watch', now());

-- The shifts of config/centre.yaml as they were taken over last: a file that says something else since is told of.
create table xinqiao.rota_file (
  id smallint primary key check (id = 1),
  body text not null,
  taken_at timestamptz not null
);
comment on table xinqiao.rota_file is 'retention: none (state)';
