-- Lies in hours that are kept for hand-offs, and was given in one: the counsellor has it on top of what their caps allow.
alter table xinqiao.appointment add column beyond_caps boolean not null default false;
