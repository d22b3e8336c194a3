import { expect, it } from 'vitest';
import { siteRoutes } from '../../src/site/routes.ts';
import { createSiteWorld } from './site-world.ts';

it('the list of routes names every route and no other', () => {
  const routes = createSiteWorld().site.routes;
  const real = routes
    .filter((route) => route.method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  const listed = siteRoutes.map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(real)].sort()).toEqual([...listed].sort());
});
