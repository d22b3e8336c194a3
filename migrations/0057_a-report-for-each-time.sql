-- One crisis report for each time: that in which the case was opened, and that of each return of its student.

alter table xinqiao.crisis_report add column resumption_id uuid references xinqiao.case_resumption;
alter table xinqiao.crisis_report drop constraint crisis_report_case_id_key;
create unique index crisis_report_once on xinqiao.crisis_report (case_id, resumption_id) nulls not distinct;

-- A draft is about the time in which it was written last. What was issued stays as it is.
update xinqiao.crisis_report r set resumption_id = (
    select back.id from xinqiao.case_resumption back where back.case_id = r.case_id and back.at <= r.changed_at
      order by back.at desc limit 1)
  where r.status = 'draft';
