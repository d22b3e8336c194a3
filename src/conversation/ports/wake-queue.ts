/**
 * The alarm clock: it names a row and wakes somebody to look at it in milliseconds. It may lose, delay or double
 * every call, since a sweep every second decides from the rows; so waking never throws and carries only ids.
 */
export type WakeKind =
  /** An address has updates that no turn has handled. */
  | 'turn'
  /** An outgoing row is due. */
  | 'delivery'
  /** A case, or a responder's digest, has a deadline. */
  | 'escalation';

export interface WakeQueue {
  /** `inMs` from now; 0 wakes at once. `ahead`: of its kind, what only waits for a hand comes after it. */
  wake(kind: WakeKind, id: string, inMs: number, ahead?: boolean): Promise<void>;
}

export type WakeHandlers = Readonly<Record<WakeKind, (id: string) => Promise<void>>>;

/** A queue that also works off what it is told. */
export interface WakeWorkers {
  /** `ready` once workers were proved by a canary job; they are built again when they die. */
  state(): { readonly state: 'starting' | 'ready' | 'degraded' | 'stopped'; readonly code: string | null };
  stop(): Promise<void>;
}
