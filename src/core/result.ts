/** An expected outcome as a value: exceptions are left to bugs and broken infrastructure. */
export type Result<T, Code extends string> = { ok: true; value: T } | { ok: false; code: Code };

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

export const fail = <Code extends string>(code: Code): { ok: false; code: Code } => ({ ok: false, code });

/** Marks a switch as exhaustive: the compiler refuses a case that nobody handles. */
export function unreachable(value: never): never {
  throw new Error(`unhandled case of type ${typeof value}`);
}
