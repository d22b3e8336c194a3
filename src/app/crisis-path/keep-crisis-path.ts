import { watchCrisisPath } from '../../conversation/alarms/watch-crisis-path.ts';
import type { AlarmAddress } from '../../conversation/alarms/watch-parts.ts';
import { keepCanary } from '../../conversation/canary/keep-canary.ts';
import type { LeaseStore, PartStore } from '../../conversation/ports/process-store.ts';
import type { ConversationParts } from '../../conversation/scope.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import { describeError } from '../../core/log.ts';
import type { CanaryPolicy } from '../../handoff/canary/canary-policy.ts';
import type { CanaryVerdict } from '../../handoff/canary/judge-canary.ts';
import { CRISIS_PATH } from '../status.ts';
import { toHealthFile, writeHealthFile } from './health-file.ts';

const LEASE = 'canary';
const LEASE_MS = 15_000;

export type CrisisPath = {
  /** Begins canaries, gives them up, and tells how the path stands; to be called again and again. Never rejects. */
  look(): Promise<void>;
  /** Tells staff of what has changed. */
  watch(): Promise<void>;
  /** Tells the part's state, which pages show. */
  tellState(): Promise<void>;
};

/** Every process that does rounds looks; one of them, by its lease, begins. Each writes the file in its own folder. */
export function createCrisisPath(set: {
  readonly office: ConversationParts;
  readonly policy: CanaryPolicy;
  readonly leases: LeaseStore;
  readonly parts: PartStore;
  readonly holder: string;
  readonly file: string;
  readonly beside: readonly AlarmAddress[];
}): CrisisPath {
  const { office, policy, leases, parts, holder, file, beside } = set;
  const isMine = async (): Promise<boolean> => (await leases.take(LEASE, holder, LEASE_MS)) !== null;
  let verdict: CanaryVerdict = { state: 'unknown' };
  let written: string | null = null;
  let failing = false;

  const tellState = async (): Promise<void> => {
    if (verdict.state === 'well') await parts.tell(CRISIS_PATH, 'ready', null);
    if (verdict.state === 'failing') await parts.tell(CRISIS_PATH, 'stopped', verdict.code);
  };

  const write = async (now: Date): Promise<void> => {
    const content = toHealthFile(verdict);
    if (content === null || content.at === written) return;
    // What ended before this program was started is no sign that it lives.
    const stale = written === null && new Date(content.at) < addMs(now, -minutesMs(policy.everyMinutes));
    if (!stale) await writeHealthFile(file, content);
    written = content.at;
  };

  return {
    async look() {
      try {
        const { verdict: found, now } = await keepCanary(office, policy, isMine);
        const changed = found.state !== verdict.state;
        verdict = found;
        await write(now);
        if (changed) await tellState();
        if (failing) office.log.info('canary.works-again');
        failing = false;
      } catch (error) {
        if (!failing) office.log.warn('canary.failed', describeError(error));
        failing = true;
      }
    },
    watch: () => watchCrisisPath(office, policy, beside),
    tellState,
  };
}
