import type { BreakGlass, GlassGround, GlassPart } from './break-glass.ts';

/** Looks of people without the right to see; reasons are sealed with their case. */
export interface BreakGlassStore {
  open(input: {
    id: string;
    caseId: string;
    staffId: string;
    what: GlassPart;
    expiresAt: Date;
    given: { readonly ground: GlassGround; readonly reason: string } | null;
    owed: { readonly dueAt: Date; readonly remindAt: Date } | null;
    now: Date;
  }): Promise<void>;
  /** What this person may look at now. */
  openNow(caseId: string, staffId: string, now: Date): Promise<BreakGlass[]>;
  byId(id: string): Promise<BreakGlass | null>;
  /** Newest first, overdue ones before all others. */
  list(limit: number): Promise<BreakGlass[]>;
  ofStaff(caseId: string, staffId: string): Promise<BreakGlass[]>;
  /** False where it was given before. */
  giveReason(id: string, ground: GlassGround, reason: string, now: Date): Promise<boolean>;
  due(now: Date, limit: number): Promise<string[]>;
  /** Locks what is due; null where it is not, or somebody else has it. */
  claimDue(id: string, now: Date): Promise<BreakGlass | null>;
  planNext(id: string, remindAt: Date | null, overdueToldAt: Date | null): Promise<void>;
}
