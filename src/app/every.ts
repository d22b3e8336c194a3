import { describeError, type Logger } from '../core/log.ts';

/** Does something again and again, each round after the last one has ended; a failed round is logged and forgotten. */
export function every(
  ms: number,
  name: string,
  log: Logger,
  work: () => Promise<unknown>,
): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  let failing = false;

  const round = async (): Promise<void> => {
    try {
      await work();
      if (failing) log.info(`${name}.works-again`);
      failing = false;
    } catch (error) {
      if (!failing) log.warn(`${name}.failed`, describeError(error));
      failing = true;
    }
    if (!stopped) timer = setTimeout(begin, ms);
  };
  const begin = (): void => {
    running = round();
  };
  begin();

  return {
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await running;
      if (timer) clearTimeout(timer);
    },
  };
}
