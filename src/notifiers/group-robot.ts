import { type Exchange, readObject } from './exchange.ts';
import {
  codeOf,
  rateLimited,
  readLost,
  readStatus,
  refused,
  sent,
  temporary,
  type Verdict,
} from './verdict.ts';

/** The codes of a platform that say something other than "mend the settings". */
export type RobotCodes = {
  /** Under which key the code stands; 0 is success. */
  readonly keys: readonly string[];
  readonly busy: readonly number[];
  readonly rateLimited: readonly number[];
};

/** Group robots answer 200 for nearly everything, with a code in the body; some add a status as well. */
export function readRobotAnswer(exchanged: Exchange, codes: RobotCodes): Verdict {
  if (exchanged.kind !== 'answer') return readLost(exchanged);
  const { status, retryAfterMs } = exchanged;
  const answer = readObject(exchanged.body);
  const code = codes.keys.map((key) => answer?.[key]).find((value) => typeof value === 'number');
  if (typeof code !== 'number') return readStatus(status, retryAfterMs);
  if (code === 0) return status < 300 ? sent() : readStatus(status, retryAfterMs);
  if (codes.busy.includes(code)) return temporary('server-error', undefined, codeOf(code));
  if (codes.rateLimited.includes(code)) return rateLimited(retryAfterMs, codeOf(code));
  return refused('refused', codeOf(code));
}
