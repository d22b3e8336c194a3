-- Policies by college, what an owner said about where they are, and what is still owed to whom.
alter table xinqiao.handoff_case
  -- Chooses the escalation policy; null for the default one.
  add column college text check (length(college) between 1 and 80),
  -- Since when the student's harmless words wait for a word of the owner; dangerous ones are in unanswered_since.
  add column unreplied_since timestamptz,
  -- Since when the owner waits for a word of the student.
  add column student_silent_since timestamptz,
  -- The last sign of the owner: they took the case, spoke, or said that they are on the phone or on the way.
  add column owner_active_at timestamptz,
  -- When the owner was last reminded, so that no reminder comes twice.
  add column nudged_at timestamptz,
  -- When everybody was last called because the owner says nothing: once a round, however often the student writes.
  add column called_at timestamptz,
  -- 通话中, 在路上: said by the owner; over at hold_until, or earlier by a word of theirs or an imminent one.
  add column hold_kind text check (hold_kind in ('on-phone', 'on-the-way')),
  add column hold_since timestamptz,
  add column hold_until timestamptz,
  -- 有人到场: somebody is with the student.
  add column arrived_at timestamptz,
  add constraint handoff_case_hold check (
    (hold_kind is null) = (hold_since is null) and (hold_kind is null) = (hold_until is null));

-- Which round of repeats a page belongs to: some ways of calling are only for later ones.
alter table xinqiao.page add column round integer not null default 0 check (round >= 0);

-- When a message last told of an imminent case; one may follow an ordinary one within the minute.
alter table xinqiao.digest add column urgent_at timestamptz;
