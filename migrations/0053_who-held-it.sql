-- Whoever leads a series may pass it on, and the rest of it may be called off: what had begun by then was held all the same,
-- by whoever led it then.

-- Set when somebody else begins to lead; null: whoever leads the activity.
alter table xinqiao.activity_date add column led_by uuid references xinqiao.staff_member;

-- When it was called off; null for a draft, of which nothing was ever held.
alter table xinqiao.activity add column called_off_at timestamptz;
alter table xinqiao.activity add constraint activity_called_off check (called_off_at is null or status = 'cancelled');
-- Nothing changes it after that. Nobody signs up for a draft or comes to one.
update xinqiao.activity a set called_off_at = a.changed_at
  where a.status = 'cancelled' and (
    exists (select from xinqiao.sign_up s where s.activity_id = a.id)
    or exists (select from xinqiao.activity_date d where d.activity_id = a.id and d.walk_ins > 0));
