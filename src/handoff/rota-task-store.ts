/**
 * What the rota does by itself: warning of gaps daily and of new ones soon, warning before changes of shift, calling
 * whoever comes on for those who wait, ending offers, telling of cases that nobody gives a sign in.
 */
export const ROTA_TASKS = ['gaps', 'gap-watch', 'changes', 'starts', 'swaps', 'quiet-cases'] as const;
export type RotaTask = (typeof ROTA_TASKS)[number];
export const isRotaTask = (text: string): text is RotaTask =>
  (ROTA_TASKS as readonly string[]).includes(text);

/** What was found when gaps were looked for last. */
export type KnownGaps = {
  /** How far the look went. */
  readonly until: Date;
  readonly gaps: readonly { readonly startsAt: Date; readonly endsAt: Date }[];
};

/** Works inside the caller's transaction; deadlines are compared with the `now` given. */
export interface RotaTaskStore {
  /** Locks a task whose time has come, unless somebody else has it in hand. */
  claim(task: RotaTask, now: Date): Promise<boolean>;
  /** When it is due next; null for when something changes. */
  plan(task: RotaTask, at: Date | null): Promise<void>;
  due(now: Date): Promise<RotaTask[]>;
  /** Null before the first look. */
  knownGaps(): Promise<KnownGaps | null>;
  noteGaps(known: KnownGaps): Promise<void>;
  /** Somebody is told of the end of their shift; answers of which of these cases they were not told before. */
  noteTold(input: {
    staffId: string;
    endsAt: Date;
    kind: 'soon' | 'stays';
    caseIds: readonly string[];
    now: Date;
  }): Promise<readonly string[]>;
}
