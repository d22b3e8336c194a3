-- Cases in which nobody gave a sign for hours are told of, to whoever has them and after a day to the centre head. Which
-- tasks there are is said by the program; here only the form of their names is held.

alter table xinqiao.rota_task drop constraint rota_task_name_check;
alter table xinqiao.rota_task add constraint rota_task_name_check check (name ~ '^[a-z]+(-[a-z]+)*$');
insert into xinqiao.rota_task (name, due_at) values ('quiet-cases', now());
