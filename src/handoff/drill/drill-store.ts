import type { Drill, DrillPage, DrillResult } from './drill.ts';
import type { DrillPlan } from './drill-plan.ts';

export type NewDrill = {
  readonly id: string;
  readonly begunBy: string | null;
  readonly withDesk: boolean;
  readonly withGroups: boolean;
};

/** Rows of drills, apart from those of cases. Works inside the caller's transaction. */
export interface DrillStore {
  plan(): Promise<DrillPlan>;
  savePlan(plan: DrillPlan, staffId: string | null, now: Date): Promise<void>;
  /** Locks the plan whose time has come, unless somebody else has it in hand. */
  claimPlan(now: Date): Promise<DrillPlan | null>;
  postpone(until: Date): Promise<void>;
  /** Null where one is under way, or this one was begun before. It is due for its first step at once. */
  begin(drill: NewDrill, now: Date): Promise<Drill | null>;
  /** The one that is under way. */
  current(): Promise<Drill | null>;
  byId(id: string): Promise<Drill | null>;
  /** Whatever is due: ids of drills, and `plan`. */
  due(before: Date): Promise<string[]>;
  /** Locks a drill whose next step has come, unless somebody else has it in hand. */
  claimDue(id: string, now: Date): Promise<Drill | null>;
  saveStep(id: string, step: number, wakeAt: Date): Promise<void>;
  page(id: string, staffIds: readonly string[], step: number, now: Date): Promise<void>;
  pages(id: string): Promise<DrillPage[]>;
  /** One update decides, as for a case: false where somebody has it or it is over. */
  take(id: string, staffId: string, now: Date): Promise<boolean>;
  /** False where it is not theirs, they have spoken before, or it is over. */
  noteWords(id: string, staffId: string, now: Date): Promise<boolean>;
  /** False where it is over. */
  end(id: string, result: DrillResult, staffId: string | null, now: Date): Promise<boolean>;
  /** Newest first, with the one that is under way. */
  list(limit: number): Promise<Drill[]>;
}
