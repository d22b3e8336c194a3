-- What can happen to a case, and why somebody is called, is said by the program; here only its form is held.
alter table xinqiao.case_event
  drop constraint case_event_kind_check,
  add constraint case_event_kind_form check (kind ~ '^[a-z]+(-[a-z]+)*$'),
  -- To whom something was passed, or who was asked to come.
  add column to_staff_id uuid references xinqiao.staff_member;

alter table xinqiao.page
  drop constraint page_reason_check,
  add constraint page_reason_form check (reason ~ '^[a-z]+(-[a-z]+)*$');
