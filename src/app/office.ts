import type { OfficeParts } from '../conversation/desks/people/staff-office.ts';
import type { WakeQueue } from '../conversation/ports/wake-queue.ts';
import type { Logger } from '../core/log.ts';
import type { KnownNotifier } from '../people/known-notifier.ts';
import type { CoreParts } from './core-parts.ts';
import { newCode, newId, newSecret, newTag } from './random.ts';

/** Bytes of a sign-in secret; 128 bits are asked for. */
const SECRET_BYTES = 32;

/** Everything that conversation and office work with. `publicUrl` is read anew, since a port may be known late. */
export const createOffice = (
  core: CoreParts,
  queue: WakeQueue,
  notifiers: readonly KnownNotifier[],
  publicUrl: () => string,
  log: Logger,
): OfficeParts => ({
  ...core,
  queue,
  notifiers,
  newId,
  newTag,
  newCode,
  newSecret: () => newSecret(SECRET_BYTES),
  get publicUrl() {
    return publicUrl();
  },
  log,
});
