/**
 * Kysely from its CommonJS build. The other one is 279 modules, each of which goes through the TypeScript loader on its
 * own: loading it that way takes a start of the program half a second longer.
 */
import { createRequire } from 'node:module';
import type * as Package from 'kysely';

const load: NodeJS.Require = createRequire(import.meta.url);
const kysely: typeof Package = load('kysely');

export const { Kysely, PostgresDialect, sql } = kysely;
export type Kysely<Schema> = Package.Kysely<Schema>;
