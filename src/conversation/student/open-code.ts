import { ACTIVITIES_VERSION } from '../../flows/activities/activities-flow.ts';
import type { StoredFlow } from '../../flows/registry.ts';
import { readTypedCode } from '../../groups/activity-code.ts';
import { continueFlow } from './run-flow.ts';
import { change, type StudentTurn } from './student-scope.ts';

/** Words with a number behind them, which are understood everywhere: 活动 1234, 签到 123456. */
export const CODE_WORDS: readonly string[] = ['活动', '签到'];

/** Where a code leads, whether it was typed, scanned or came with a link. */
function flowOf(typed: string): StoredFlow | null {
  const found = readTypedCode(typed);
  if (found === null) return null;
  const { kind, code } = found;
  const state = kind === 'activity' ? { at: 'one', code } : { at: 'checking-in', code };
  return { flow: 'activities', version: ACTIVITIES_VERSION, state };
}

/** Opens what a code stands for; answers whether the words were one. */
export async function takeCode(turn: StudentTurn, typed: string): Promise<boolean> {
  const flow = flowOf(typed);
  if (flow === null) return false;
  await continueFlow(turn, flow, { kind: 'start' });
  return true;
}

/** Before the notice is agreed to, a code is kept and opened right after. */
export function keepCode(turn: StudentTurn, typed: string): void {
  const flow = flowOf(typed);
  if (flow !== null) change(turn, { flow });
}
