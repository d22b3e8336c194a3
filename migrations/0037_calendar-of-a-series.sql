-- A link to the calendar file of several times that were agreed on together shows all of them, each where it was moved to.

alter table xinqiao.calendar_link add column whole_series boolean not null default false;
