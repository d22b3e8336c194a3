-- Whoever stood beside the owner of a case is taken out when the case becomes theirs, and at its end. Until now their
-- place stayed, and they went on hearing the student.

-- With the end of a case nobody stands beside its owner, also where its student came back since.
update xinqiao.case_member m set left_at = ended.at
  from (
    select id as case_id, closed_at as at from xinqiao.handoff_case where status = 'closed'
    union all
    select r.case_id, max(r.closed_at) from xinqiao.case_resumption r
      join xinqiao.handoff_case c on c.id = r.case_id and c.status <> 'closed' group by r.case_id
  ) ended
  where m.case_id = ended.case_id and m.left_at is null and m.joined_at <= ended.at;

-- Whoever got a case, and perhaps passed it on since, left their place then.
update xinqiao.case_member m set left_at = got.at
  from (
    select case_id, coalesce(to_staff_id, staff_id) as staff_id, max(at) as at from xinqiao.case_event
    where kind in ('acknowledged', 'transferred') group by 1, 2
  ) got
  where m.case_id = got.case_id and m.staff_id = got.staff_id and m.left_at is null and m.joined_at <= got.at;

-- What was asked about a case that ended is over.
update xinqiao.case_request r set status = 'withdrawn', settled_at = c.closed_at
  from xinqiao.handoff_case c
  where c.id = r.case_id and c.status = 'closed' and r.status = 'offered';
