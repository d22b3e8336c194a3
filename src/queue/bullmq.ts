/**
 * BullMQ from its CommonJS build. The other one is 177 modules, each of which goes through the TypeScript loader on its
 * own: loading it that way takes a start of the program a quarter of a second longer.
 */
import { createRequire } from 'node:module';
import type * as Package from 'bullmq';

const load: NodeJS.Require = createRequire(import.meta.url);
const bullmq: typeof Package = load('bullmq');

export const { createPostgresBackend, Queue, runMigrations, withBackend, Worker } = bullmq;
