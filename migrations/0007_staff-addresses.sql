-- Codes that are typed instead of echoed, and the pace at which groups are paged.

-- Codes for numbers and mailboxes go out by the notifier and are typed back: a guess counts.
alter table xinqiao.staff_address add column code_tries smallint not null default 0;
create index staff_address_address on xinqiao.staff_address (address_id) where address_id is not null;

-- One message of pages a minute for each group robot; what waits is read when it is written.
create table xinqiao.notifier_digest (
  name text primary key,
  due_at timestamptz,
  last_at timestamptz
);
create index notifier_digest_due on xinqiao.notifier_digest (due_at) where due_at is not null;
comment on table xinqiao.notifier_digest is 'retention: none (state)';
