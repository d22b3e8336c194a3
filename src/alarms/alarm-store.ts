export type OpenAlarm = {
  readonly id: string;
  readonly part: string;
  readonly code: string | null;
  readonly raisedAt: Date;
  readonly toldAt: Date;
};

/** Alarms that are not over. Works inside the caller's transaction. */
export interface AlarmStore {
  open(): Promise<OpenAlarm[]>;
  /** False when somebody else has raised it meanwhile. */
  raise(alarm: { id: string; part: string; code: string | null; now: Date }): Promise<boolean>;
  /** False when somebody else has told it since `toldAt`. */
  toldAgain(id: string, toldAt: Date, now: Date): Promise<boolean>;
  /** False when somebody else has cleared it meanwhile. */
  clear(id: string, now: Date): Promise<boolean>;
}
