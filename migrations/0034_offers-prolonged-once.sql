-- An offer of the waiting list is prolonged once, for whoever takes it at its end.

-- By which moment it was; offers that stand when this column comes have not been.
alter table xinqiao.slot_offer add column prolonged_at timestamptz;
