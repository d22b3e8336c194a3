-- What was said in time, and where an online appointment is.

alter table xinqiao.outgoing
  -- From then on nobody should read it any more: a reminder of what is over. Null where it stays true.
  add column stale_at timestamptz;

alter table xinqiao.counsellor_profiles
  -- Where the counsellor is online: an https address, or the number of a meeting and how to get there. Students whose
  -- appointment is online read it.
  add column online_address text check (length(online_address) between 1 and 300);
