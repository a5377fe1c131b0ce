import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { Gate } from './gate';
import { NotFound } from './not-found';
import { RouteFailure } from './route-failure';
import { Splash } from './splash';

const root = createRootRoute({ component: Outlet });
const gate = createRoute({ getParentRoute: () => root, id: 'gate', component: Gate });

/** A page that is loaded when it is opened, with the styles of what only pages have. */
function page<const Path extends string>(path: Path, load: () => Promise<{ default: ComponentType }>) {
  const loadAll = async () => (await Promise.all([load(), import('./page-styles')]))[0];
  return createRoute({ getParentRoute: () => gate, path, component: lazyRouteComponent(loadAll) });
}

const routeTree = root.addChildren([
  createRoute({
    getParentRoute: () => root,
    path: '/console/setup/$token',
    component: lazyRouteComponent(() => import('../setup/setup-page')),
  }),
  gate.addChildren([
    createRoute({
      getParentRoute: () => gate,
      path: '/console',
      component: lazyRouteComponent(() => import('../home/home-page')),
    }),
    page('/console/users', () => import('../users/users-page')),
    page('/console/users/$id', () => import('../users/user-page')),
    page('/console/roles', () => import('../roles/roles-page')),
    page('/console/invitations', () => import('../invitations/invitations-page')),
    page('/console/audit', () => import('../audit/audit-page')),
    page('/console/services', () => import('../services/services-page')),
    page('/console/queues', () => import('../queues/queues-page')),
    page('/console/keys', () => import('../keys/keys-page')),
    page('/console/settings', () => import('../settings/settings-page')),
    page('/account', () => import('../account/profile-page')),
    page('/account/security', () => import('../account/security-page')),
    page('/account/devices', () => import('../account/devices-page')),
    page('/account/notifications', () => import('../account/notifications-page')),
    page('/account/data', () => import('../account/data-page')),
    createRoute({ getParentRoute: () => gate, path: '$', component: NotFound }),
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingComponent: Splash,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: RouteFailure,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
