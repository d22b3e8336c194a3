-- Whoever presses for help may mean somebody else: until they say a word of themselves, nobody knows.

alter table xinqiao.handoff_case
  -- Opened by a press for help alone, and nothing said since tells of danger or distress of whoever pressed.
  add column whose_unsaid boolean not null default false;
