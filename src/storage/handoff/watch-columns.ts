export const NO_HOLD = { hold_kind: null, hold_since: null, hold_until: null } as const;

/** What was between the student and the last owner is not between them and the next one. */
export const NOTHING_OWED = {
  unreplied_since: null,
  student_silent_since: null,
  nudged_at: null,
  called_at: null,
  // Whoever has it now finds out anew who is with the student.
  arrived_at: null,
  ...NO_HOLD,
} as const;
