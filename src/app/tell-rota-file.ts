import type { Logger } from '../core/log.ts';
import { writeFileRota } from '../handoff/rota/file-rota.ts';
import type { Config } from '../settings/config-folder.ts';
import { type CoreParts, firstCentre } from './core-parts.ts';

/** Shifts that were changed in the file are not taken over by a start, and not passed over in silence either. */
export async function tellRotaFile(
  { transactions }: Pick<CoreParts, 'transactions'>,
  config: Pick<Config, 'centre'>,
  log: Logger,
): Promise<void> {
  const taken = await transactions.read(({ rota }) => rota.takenFile());
  if (taken === writeFileRota(firstCentre(config))) return;
  log.warn('rota.file-changed', {
    file: 'config/centre.yaml',
    look: '/console/duty/file',
    or: 'xinqiao rota apply',
  });
}
