-- When each part was last ready: who can be called is judged by it, since a part that fails in turns is in no state for long.

alter table xinqiao.part_state add column ready_at timestamptz;
update xinqiao.part_state set ready_at = told_at where state = 'ready';
