import { isPathFailing } from '../../handoff/canary/judge-canary.ts';
import type { CentreContent, Scope } from '../scope.ts';

/**
 * What is said to somebody who waits, wherever they do, and the truth besides while the program's own check of the way to
 * a person fails. The web page shows the same above the talk; messengers have no such place.
 */
export async function withSlowPath(
  { stores, centre, now }: Scope,
  { conversation }: CentreContent,
  text: string,
): Promise<string> {
  const ended = await stores.canary.ended(centre.canary.missesToAlarm);
  return isPathFailing(centre.canary, ended, now) ? `${text}\n\n${conversation('state.slow')}` : text;
}
