import { addMs } from '../../core/clock.ts';
import type { Scope } from '../scope.ts';

/** What a wake-up of the kind `escalation` names where the canary has come a step further. */
export const canaryWake = (runId: string, step: 'called' | 'sent'): string => `canary.${runId}.${step}`;

/** Far enough away, in ms, to go through the real queue and back, and not through the memory of this process. */
const THROUGH_THE_QUEUE_MS = 250;

export const wakeCanary = ({ after, now }: Scope, runId: string, step: 'called' | 'sent'): void =>
  void after.escalations.push({ id: canaryWake(runId, step), at: addMs(now, THROUGH_THE_QUEUE_MS) });
