-- Several times that are called off at once are said in one message; what became of it holds for all of them.

alter table xinqiao.change_offer
  -- The offer whose message tells the student of this one too. Null where it is said by itself.
  add column told_with uuid references xinqiao.change_offer on delete set null;
create index change_offer_told_with on xinqiao.change_offer (told_with) where told_with is not null;
