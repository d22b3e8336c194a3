import type { Action } from '../access/role-table.ts';

export type SiteRoute = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** `door.use` is open to everybody; `own.use` shows or changes only what belongs to the browser's own session. */
  readonly action: Extract<Action, 'door.use' | 'own.use'>;
};

/** Every route of the student's pages, for the role table. */
export const siteRoutes: readonly SiteRoute[] = [
  { method: 'GET', path: '/', action: 'own.use' },
  { method: 'GET', path: '/chat/parts', action: 'own.use' },
  { method: 'GET', path: '/chat/events', action: 'own.use' },
  { method: 'POST', path: '/chat/picture', action: 'door.use' },
  { method: 'GET', path: '/chat/picture/:id', action: 'own.use' },
  { method: 'GET', path: '/chat/file/:id', action: 'own.use' },
  { method: 'POST', path: '/chat/say', action: 'door.use' },
  { method: 'POST', path: '/chat/here', action: 'own.use' },
  { method: 'POST', path: '/chat/leave', action: 'own.use' },
  { method: 'POST', path: '/chat/unlock', action: 'own.use' },
  { method: 'POST', path: '/chat/fresh', action: 'own.use' },
  { method: 'POST', path: '/chat/pin', action: 'own.use' },
  { method: 'POST', path: '/chat/language', action: 'own.use' },
  { method: 'GET', path: '/feeds/:file', action: 'door.use' },
  { method: 'GET', path: '/booking', action: 'own.use' },
  // Whoever has the link has the time; it says nothing else.
  { method: 'GET', path: '/calendar/:file', action: 'door.use' },
  { method: 'GET', path: '/continue', action: 'door.use' },
  { method: 'POST', path: '/continue', action: 'door.use' },
  { method: 'GET', path: '/continue/:token', action: 'door.use' },
  { method: 'POST', path: '/continue/:token', action: 'door.use' },
  { method: 'GET', path: '/a/:code', action: 'door.use' },
  { method: 'GET', path: '/c/:code', action: 'door.use' },
  { method: 'GET', path: '/assets/:version/:name{.+}', action: 'door.use' },
];
