import type { AlarmAddress } from '../../conversation/alarms/watch-parts.ts';
import type { LeaseStore, PartStore } from '../../conversation/ports/process-store.ts';
import type { ConversationParts } from '../../conversation/scope.ts';
import { secondsMs } from '../../core/clock.ts';
import type { Logger } from '../../core/log.ts';
import { oldAfterSeconds } from '../../handoff/canary/canary-policy.ts';
import type { Settings } from '../../settings.ts';
import type { Endings } from '../endings.ts';
import { healthFileIn } from './health-file.ts';
import { type CrisisPath, createCrisisPath } from './keep-crisis-path.ts';
import { startWatchdog } from './start-watchdog.ts';

type Set = Pick<Settings, 'environment' | 'config'>;

/** Begun before there is a database: that there is none must be told of as well. */
export function openWatchdog({ environment, config }: Set, log: Logger, endings: Endings): void {
  const { canary, dataDir } = environment;
  if (!canary?.on || canary.webhook === null) return;
  const oldAfterMs = secondsMs(oldAfterSeconds(config.canary));
  const watchdog = startWatchdog({ file: healthFileIn(dataDir), webhook: canary.webhook, oldAfterMs }, log);
  endings.add(() => watchdog.stop());
}

/** Null where it is switched off. */
export const openCrisisPath = (
  { environment, config }: Set,
  office: ConversationParts,
  leases: LeaseStore,
  parts: PartStore,
  holder: string,
  beside: readonly AlarmAddress[],
): CrisisPath | null =>
  environment.canary?.on
    ? createCrisisPath({
        office,
        policy: config.canary,
        leases,
        parts,
        holder,
        file: healthFileIn(environment.dataDir),
        beside,
      })
    : null;
