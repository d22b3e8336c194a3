-- What is over goes at its time: a role of its own that may delete and writes nothing else, guards that hold its terms in
-- the database, figures that stay without a person, and where the chain of audit rows was cut.

-- ── the role ─────────────────────────────────────────────────────────────────────────────────────────────
do $$
begin
  if not exists (select from pg_roles where rolname = 'xinqiao_retention') then
    begin
      create role xinqiao_retention nologin;
    exception when insufficient_privilege then
      raise exception 'the role xinqiao_retention is missing, and % may not make it: let an administrator of the server run: create role xinqiao_retention; grant xinqiao_retention to % with admin option;',
        current_user, quote_ident(current_user);
    end;
  end if;
  grant xinqiao_retention to current_user;
end $$;

grant usage on schema xinqiao to xinqiao_retention;
grant select on all tables in schema xinqiao to xinqiao_retention;
alter default privileges in schema xinqiao grant select on tables to xinqiao_retention;
grant insert on xinqiao.audit_entry to xinqiao_retention;
-- A key is emptied and its row stays: it names nobody, and tells whoever restores an old backup what to empty again.
grant update (wrapped, destroyed_at) on xinqiao.data_key to xinqiao_retention;
-- Only to lock somebody while what they left is looked through; no column of theirs is ever changed.
grant update (made_at) on xinqiao.contact, xinqiao.address to xinqiao_retention;

-- ── figures without a person ─────────────────────────────────────────────────────────────────────────────
-- A session whose records are gone, for the workload alone. Whose it was is not kept.
create table xinqiao.past_session (
  id uuid primary key default gen_random_uuid(),
  staff_id uuid not null references xinqiao.staff_member,
  during tstzrange not null check (not isempty(during)),
  status text not null check (status in ('booked', 'attended', 'no-show')),
  signed boolean not null
);
create index past_session_staff on xinqiao.past_session (staff_id, lower(during));
comment on table xinqiao.past_session is 'retention: figures without a person, 10 years';

-- The marks of an evaluation by the day of its session; beside no session, and without what was written.
create table xinqiao.past_evaluation (
  id uuid primary key default gen_random_uuid(),
  staff_id uuid not null references xinqiao.staff_member,
  on_date date not null,
  heard smallint not null check (heard between 1 and 5),
  fit smallint not null check (fit between 1 and 5),
  helped smallint not null check (helped between 1 and 5)
);
create index past_evaluation_staff on xinqiao.past_evaluation (staff_id, on_date);
comment on table xinqiao.past_evaluation is 'retention: figures without a person, 10 years';

-- A group or lecture that was led, once the activity itself is gone.
create table xinqiao.past_led (
  date_id uuid primary key,
  staff_id uuid not null references xinqiao.staff_member,
  starts_at timestamptz not null,
  ends_at timestamptz not null
);
create index past_led_staff on xinqiao.past_led (staff_id, starts_at);
comment on table xinqiao.past_led is 'retention: figures without a person, 10 years';

revoke insert, update, delete on xinqiao.past_session, xinqiao.past_evaluation from xinqiao_app;
revoke update, delete on xinqiao.past_led from xinqiao_app;
grant insert, delete on xinqiao.past_session, xinqiao.past_evaluation to xinqiao_retention;
grant delete on xinqiao.past_led to xinqiao_retention;

-- ── the chain of audit rows ──────────────────────────────────────────────────────────────────────────────
-- Where the chain begins once its beginning is gone: the last link that was taken away, sealed with the key of the chain.
create table xinqiao.audit_cut (
  seq bigint primary key,
  mac bytea not null,
  removed bigint not null check (removed > 0),
  at timestamptz not null,
  seal bytea not null
);
comment on table xinqiao.audit_cut is 'retention: as long as the centre; says where the chain of audit rows begins';
revoke insert, update, delete on xinqiao.audit_cut from xinqiao_app;
grant select on xinqiao.audit_cut to xinqiao_audit;
grant insert on xinqiao.audit_cut to xinqiao_retention;
grant delete on xinqiao.audit_entry, xinqiao.audit_chain to xinqiao_retention;

-- ── what the role may delete ─────────────────────────────────────────────────────────────────────────────
grant delete on
  xinqiao.referral_look, xinqiao.referral_event, xinqiao.referral, xinqiao.visitor_evaluation, xinqiao.session_record,
  xinqiao.attendance_change, xinqiao.session_visit, xinqiao.calendar_link, xinqiao.change_offer_slot,
  xinqiao.change_offer, xinqiao.appointment_reminder, xinqiao.desk_booking, xinqiao.appointment,
  xinqiao.session_series, xinqiao.waiting_list_entry, xinqiao.intake_answer, xinqiao.intake_form,
  xinqiao.booking_wish, xinqiao.identity_request, xinqiao.identity_binding, xinqiao.counselling_file, xinqiao.consent
  to xinqiao_retention;
grant delete on
  xinqiao.informed_party, xinqiao.closing, xinqiao.follow_up, xinqiao.register_change, xinqiao.register_entry,
  xinqiao.crisis_report_supplement, xinqiao.crisis_report, xinqiao.review_item, xinqiao.heard, xinqiao.media,
  xinqiao.outgoing, xinqiao.page, xinqiao.case_event, xinqiao.case_question, xinqiao.case_fact,
  xinqiao.case_resumption, xinqiao.break_glass, xinqiao.case_report, xinqiao.case_link, xinqiao.case_request,
  xinqiao.case_member, xinqiao.case_note, xinqiao.screener_run, xinqiao.safety_plan, xinqiao.hand_over,
  xinqiao.shift_notice, xinqiao.same_day_offer, xinqiao.handoff_case
  to xinqiao_retention;
grant delete on
  xinqiao.web_session, xinqiao.page_departure, xinqiao.address_join, xinqiao.address, xinqiao.contact,
  xinqiao.roster_entry
  to xinqiao_retention;

-- ── guards: this role deletes nothing before its time, whatever the program asks ─────────────────────────
create function xinqiao.over_since(moment timestamptz, years integer) returns boolean language sql volatile as
  $$ select coalesce(moment <= xinqiao.app_now() - make_interval(years => years), false) $$;

create function xinqiao.keep_counselling() returns trigger language plpgsql as $$
begin
  if not xinqiao.over_since(upper(old.during), 5) then
    raise exception 'an appointment is kept for five years';
  end if;
  return old;
end $$;
create trigger appointment_term before delete on xinqiao.appointment
  for each row when (current_user = 'xinqiao_retention') execute function xinqiao.keep_counselling();

-- With the column that says when a row was written last, and the years of its class.
create function xinqiao.keep_term() returns trigger language plpgsql as $$
begin
  if not xinqiao.over_since((to_jsonb(old) ->> tg_argv[0])::timestamptz, tg_argv[1]::integer) then
    raise exception '% is kept for % years', tg_table_name, tg_argv[1];
  end if;
  return old;
end $$;
create trigger session_record_term before delete on xinqiao.session_record
  for each row when (current_user = 'xinqiao_retention') execute function xinqiao.keep_term('changed_at', '5');
create trigger referral_term before delete on xinqiao.referral
  for each row when (current_user = 'xinqiao_retention') execute function xinqiao.keep_term('changed_at', '5');
create trigger intake_answer_term before delete on xinqiao.intake_answer
  for each row when (current_user = 'xinqiao_retention') execute function xinqiao.keep_term('at', '5');
create trigger counselling_file_term before delete on xinqiao.counselling_file
  for each row when (current_user = 'xinqiao_retention') execute function xinqiao.keep_term('made_at', '5');
create trigger heard_term before delete on xinqiao.heard
  for each row when (current_user = 'xinqiao_retention') execute function xinqiao.keep_term('at', '10');
create trigger case_note_term before delete on xinqiao.case_note
  for each row when (current_user = 'xinqiao_retention') execute function xinqiao.keep_term('at', '10');
create trigger crisis_report_term before delete on xinqiao.crisis_report
  for each row when (current_user = 'xinqiao_retention') execute function xinqiao.keep_term('changed_at', '10');

create function xinqiao.keep_case() returns trigger language plpgsql as $$
begin
  if old.status <> 'closed' or not xinqiao.over_since(old.closed_at, 10) then
    raise exception 'a case is kept until ten years after it was closed';
  end if;
  if exists (select from xinqiao.register_entry e where e.case_id = old.id or (
    e.contact_id = old.contact_id and e.left_at is null)) then
    raise exception 'a case is kept as long as the register holds its student';
  end if;
  return old;
end $$;
create trigger handoff_case_term before delete on xinqiao.handoff_case
  for each row when (current_user = 'xinqiao_retention') execute function xinqiao.keep_case();

create function xinqiao.keep_register_entry() returns trigger language plpgsql as $$
begin
  if not xinqiao.over_since(old.left_at, 10) then
    raise exception 'an entry is kept until ten years after it was left';
  end if;
  return old;
end $$;
create trigger register_entry_term before delete on xinqiao.register_entry
  for each row when (current_user = 'xinqiao_retention') execute function xinqiao.keep_register_entry();

create function xinqiao.keep_audit() returns trigger language plpgsql as $$
begin
  if not xinqiao.over_since(old.at, 10) then
    raise exception 'an audit row is kept for ten years';
  end if;
  return old;
end $$;
create trigger audit_entry_term before delete on xinqiao.audit_entry
  for each row when (current_user = 'xinqiao_retention') execute function xinqiao.keep_audit();

create function xinqiao.keep_audit_link() returns trigger language plpgsql as $$
begin
  if exists (select from xinqiao.audit_entry e where e.id = old.entry_id and not xinqiao.over_since(e.at, 10)) then
    raise exception 'the link of an audit row is kept for ten years';
  end if;
  return old;
end $$;
create trigger audit_chain_term before delete on xinqiao.audit_chain
  for each row when (current_user = 'xinqiao_retention') execute function xinqiao.keep_audit_link();

-- An issued report goes with its case, by this role alone.
drop trigger crisis_report_kept on xinqiao.crisis_report;
create trigger crisis_report_kept before delete on xinqiao.crisis_report
  for each row when (current_user <> 'xinqiao_retention') execute function xinqiao.refuse_change();
drop trigger crisis_report_supplement_kept on xinqiao.crisis_report_supplement;
create trigger crisis_report_supplement_changed before update on xinqiao.crisis_report_supplement
  for each row execute function xinqiao.refuse_change();
create trigger crisis_report_supplement_kept before delete on xinqiao.crisis_report_supplement
  for each row when (current_user <> 'xinqiao_retention') execute function xinqiao.refuse_change();

-- What a deleted row is looked for in, so that no table is read from end to end for each.
create index change_offer_new_appointment on xinqiao.change_offer (new_appointment_id) where new_appointment_id is not null;
create index change_offer_address on xinqiao.change_offer (address_id);
create index register_entry_case on xinqiao.register_entry (case_id);
create index register_change_case on xinqiao.register_change (case_id);
create index follow_up_case on xinqiao.follow_up (case_id);
create index consent_address on xinqiao.consent (address_id);

-- ── those who left ───────────────────────────────────────────────────────────────────────────────────────
-- Said by a list of the centre's; null again as soon as an import names them.
alter table xinqiao.roster_entry add column left_at timestamptz;
create index roster_entry_left on xinqiao.roster_entry (left_at) where left_at is not null;

-- ── classes that are said more exactly ───────────────────────────────────────────────────────────────────
comment on table xinqiao.consent is 'retention: people, 180 days after the last word, 3 years where they consented; those to counselling go with its records';
comment on table xinqiao.contact is 'retention: people, 180 days after the last word, 3 years where they consented';
comment on table xinqiao.address is 'retention: people, 180 days after the last word, 3 years where they consented';
comment on table xinqiao.web_session is 'retention: people, 180 days after the last word, 3 years where they consented';
comment on table xinqiao.address_join is 'retention: people, 180 days after the last word, 3 years where they consented';
comment on table xinqiao.page_departure is 'retention: people, 180 days after the last word, 3 years where they consented';
comment on table xinqiao.roster_entry is 'retention: roster, 1 year after they left, 10 years after the last import that named them';
comment on table xinqiao.identity_binding is 'retention: counselling records, 5 years; longer where a case is kept';
comment on table xinqiao.identity_request is 'retention: counselling records, 5 years; longer where a case is kept';
-- Who was on duty when somebody called is known as long as the case is, and the workload counts their minutes.
comment on table xinqiao.rota_shift is 'retention: duty, 10 years after its end; minutes of the day in Asia/Shanghai, above 1440 on the following day, weekday 1 is Monday';
comment on table xinqiao.rota_rotation is 'retention: duty, 10 years after its end';
comment on table xinqiao.rota_stint is 'retention: duty, 10 years after its end';
comment on table xinqiao.rota_swap is 'retention: duty, 10 years after its end';
comment on table xinqiao.on_call is 'retention: duty, 10 years after its end; beside the rota until taken off';
comment on table xinqiao.counsellor_profiles is 'retention: as long as the person works at the centre';
