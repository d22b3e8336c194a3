import type { RotaTask } from '../../handoff/rota-task-store.ts';

/** What a wake-up of the kind `escalation` names where the rota has something to do. */
export const rotaWake = (task: RotaTask): string => `rota.${task}`;
