import { type Answer, no } from './answer.ts';

/**
 * What may go wrong with a call. `drop-before` cuts the connection without doing anything, `drop-after` does what was
 * asked and then cuts it, `hang` never answers and does nothing, `bad-gateway` is the HTML page of a proxy.
 */
export type Fault =
  | {
      readonly status: 400 | 401 | 403 | 404 | 409 | 429 | 500;
      readonly retryAfter?: number;
      readonly description?: string;
    }
  | 'drop-before'
  | 'drop-after'
  | 'hang'
  | 'bad-gateway';

const DESCRIPTIONS = {
  400: 'Bad Request: invented by the test',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  404: 'Not Found',
  409: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  429: 'Too Many Requests: retry later',
  500: 'Internal Server Error',
} as const;

export type Faults = {
  /** The next `times` calls of a method, or of every method with `*`, go wrong. */
  plan(method: string, fault: Fault, times: number): void;
  take(method: string): Fault | null;
  /** Forgets what was planned and not yet used. */
  clear(): void;
};

export function createFaults(): Faults {
  let planned: { readonly method: string; readonly fault: Fault; left: number }[] = [];
  return {
    plan: (method, fault, times) => void planned.push({ method, fault, left: times }),
    take(method) {
      const next = planned.find((plan) => plan.left > 0 && (plan.method === method || plan.method === '*'));
      if (next === undefined) return null;
      next.left -= 1;
      return next.fault;
    },
    clear() {
      planned = [];
    },
  };
}

export function faultAnswer(fault: Exclude<Fault, string>): Answer {
  return no(fault.status, fault.description ?? DESCRIPTIONS[fault.status], fault.retryAfter);
}
