/** Codes of the system when a server cannot be reached. */
const SYSTEM = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
];
/** PostgreSQL's own (appendix A of its manual): connection exceptions, no room for another one, not up or going down. */
const POSTGRES = /^(08...|53300|57P0[1235])$/;

/**
 * Whether a code says that the database is away and may come back by itself, and not that it refuses us. No code at all
 * is what pg gives for a connection that ended or took too long.
 */
export const isAwayCode = (code: string | null): boolean =>
  code === null || code === 'no answer' || SYSTEM.includes(code) || POSTGRES.test(code);
