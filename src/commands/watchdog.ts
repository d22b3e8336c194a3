import { setTimeout as pause } from 'node:timers/promises';
import { healthFileIn } from '../app/crisis-path/health-file.ts';
import { createFileWatch, type FileWatch } from '../app/crisis-path/watch-file.ts';
import { wallClock } from '../notifiers/wall-clock.ts';
import { describeProblem } from '../settings/problem.ts';
import { readProcessEnvironment } from '../settings.ts';
import { type Command, complain, readOptions, USAGE_ERROR } from './command.ts';

const EVERY_MS = 5_000;
/** Two canaries that did not come to their end, by the numbers that ship. */
const OLD_AFTER_MS = 12 * 60_000;

/** Told to stop, left behind by a program that is gone, or at work. */
type Beside = { state: 'working' | 'stop' | 'left' };

export const watchdog: Command = {
  name: 'watchdog',
  summary: 'call CANARY_WEBHOOK_URL when the file of the self-check says that it fails, or has gone old',
  help: `xinqiao watchdog [--file FILE] [--old-after-ms N] [--every-ms N]

Watches <DATA_DIR>/health/crisis-path.json, which a running program writes after every self-check of its crisis path, and
posts to CANARY_WEBHOOK_URL when it says that the path fails or when it has gone old, and once more when all is well again.
\`serve\` runs one by itself where CANARY_WEBHOOK_URL is set; another one may run beside it as a service of the system.

  --file FILE        another file
  --old-after-ms N   how old it may be, in ms; 720000 unless told
  --every-ms N       how often to look, in ms; 5000 unless told
  --beside           end with the program that started it, which says so on standard input`,
  async run(args) {
    const options = readOptions(watchdog, args, {
      file: { type: 'string' },
      'old-after-ms': { type: 'string' },
      'every-ms': { type: 'string' },
      beside: { type: 'boolean' },
    });
    if (options === null) return USAGE_ERROR;
    const read = readProcessEnvironment();
    if (!read.ok) {
      for (const problem of read.problems) complain(describeProblem(problem));
      return 1;
    }
    const { canary, dataDir } = read.environment;
    if (canary === undefined || canary.webhook === null) {
      complain('watchdog: CANARY_WEBHOOK_URL names nobody to call');
      return 1;
    }
    const oldAfterMs = Number(options['old-after-ms'] ?? OLD_AFTER_MS);
    const everyMs = Number(options['every-ms'] ?? EVERY_MS);
    if (!(oldAfterMs > 0 && everyMs > 0)) return USAGE_ERROR;
    const file = options.file ?? healthFileIn(dataDir);
    const watch = createFileWatch({ file, url: new URL(canary.webhook), oldAfterMs });
    const beside: Beside = { state: 'working' };
    const waking = new AbortController();
    if (options.beside === true) followStdin(beside, waking);
    await keepWatch(watch, beside, everyMs, waking.signal);
    return 0;
  },
};

/** Whoever started it says when it is done; an end without a word means that it was killed. */
function followStdin(beside: Beside, waking: AbortController): void {
  let said = '';
  process.stdin.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  process.stdin.on('end', () => {
    beside.state = said.startsWith('stop') ? 'stop' : 'left';
    waking.abort();
  });
}

/** Left behind, it goes on until another program has written the file, or the alarm is out. */
async function keepWatch(
  watch: FileWatch,
  beside: Beside,
  everyMs: number,
  waking: AbortSignal,
): Promise<void> {
  let failing = false;
  let leftAt: number | null = null;
  while (beside.state !== 'stop') {
    try {
      await watch.look();
      failing = false;
    } catch (error) {
      if (!failing) complain(`watchdog: ${(error as NodeJS.ErrnoException).code ?? 'failed'}`);
      failing = true;
    }
    if (beside.state === 'left') {
      leftAt ??= wallClock().getTime();
      const writtenAt = await watch.writtenAt();
      if ((writtenAt !== null && writtenAt > leftAt) || (await watch.hasCalled())) return;
    }
    await pause(everyMs, undefined, waking.aborted ? {} : { signal: waking }).catch(() => undefined);
  }
}
