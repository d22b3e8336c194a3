-- Alarms about the program itself, and since when each part is as it is.

alter table xinqiao.part_state add column since timestamptz;

create table xinqiao.alarm (
  id uuid primary key,
  part text not null,
  code text,
  raised_at timestamptz not null,
  told_at timestamptz not null,
  cleared_at timestamptz
);
create unique index alarm_open on xinqiao.alarm (part) where cleared_at is null;
comment on table xinqiao.alarm is 'retention: 3 years';
