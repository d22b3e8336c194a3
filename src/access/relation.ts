/**
 * How a staff member must stand to a case. `called-now`: paged for it while nobody has taken it. `in-review`: it waits
 * to be looked at in the daily review. `team`: beside the owner. `asked`: to take it over or to come, not yet answered.
 * `supervises`: the counsellor's work is looked after by them. `break-glass`: they gave a reason for looking, or owe it, and their hour is not over.
 */
export type Relation =
  | 'always'
  | 'break-glass'
  | 'owner'
  | 'team'
  | 'supervises'
  | 'asked'
  | 'paged'
  | 'called-now'
  | 'in-review';
