-- 保卫处 is among those whom a person may have informed; who stands in the rows stays as it is.
alter table xinqiao.informed_party
  drop constraint informed_party_party_check,
  add constraint informed_party_party_check check (party in (
    'college-head', 'centre-head', 'family', 'hospital', 'emergency', 'security', 'other'));
