import type { Context } from 'hono';
import type { Actor } from '../access/can.ts';
import type { Action } from '../access/role-table.ts';
import type { StaffSession } from '../people/staff.ts';
import type { ConsoleParts } from './parts.ts';

export type ConsoleEnv = {
  Variables: { session: StaffSession; actor: Actor; sessionToken: string };
};

export type ConsoleContext = Context<ConsoleEnv>;

/**
 * One row of the console's table. The application is built from these rows and from nothing else, so that no route
 * can exist without the action it stands for.
 */
export type ConsoleRoute = {
  readonly method: 'GET' | 'POST';
  /** Below `/console`. */
  readonly path: string;
  /** What the desk behind it authorises; `door.use` is open to everybody. */
  readonly action: Action;
  readonly handle: (c: ConsoleContext, parts: ConsoleParts) => Response | Promise<Response>;
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isUuid = (text: string): boolean => UUID.test(text);

/** An identifier from an address, or null: what cannot be one must look like one that does not exist. */
export function idOf(c: ConsoleContext): string | null {
  const id = c.req.param('id');
  return id !== undefined && isUuid(id) ? id : null;
}

/** Whether a script of ours asks for a part of a page. */
export const wantsFragment = (c: ConsoleContext): boolean => c.req.header('HX-Request') === 'true';

type Handle = ConsoleRoute['handle'];
/** Rows of a table, each below one path. */
export const under = (path: string, routes: readonly ConsoleRoute[]): ConsoleRoute[] =>
  routes.map((route) => ({ ...route, path: `${path}${route.path}` }));
export const get = (path: string, action: Action, handle: Handle): ConsoleRoute => ({
  method: 'GET',
  path,
  action,
  handle,
});
export const post = (path: string, action: Action, handle: Handle): ConsoleRoute => ({
  method: 'POST',
  path,
  action,
  handle,
});
