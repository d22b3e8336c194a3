import { pino } from 'pino';
import type { Logger } from '../core/log.ts';

/** JSON lines on standard error; standard output stays for what commands print. */
export function createLogger(level: 'info' | 'warn' = 'info'): Logger {
  const log = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
  return {
    info: (event, fields) => log.info({ event, ...fields }),
    warn: (event, fields) => log.warn({ event, ...fields }),
    error: (event, fields) => log.error({ event, ...fields }),
  };
}
