'use client';

import { createElement, Fragment, type ReactNode, useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Permissions, SessionState, User } from '../index.js';
import { useClient } from './context.js';

/** A server knows no session, and the first rendering in the browser must be the same. */
const onServer: SessionState = Object.freeze({ status: 'loading' });
const getOnServer = () => onServer;

/** The session, and whether it is known yet. */
export function useSession(): SessionState {
  const { session } = useClient();
  return useSyncExternalStore(session.subscribe, session.get, getOnServer);
}

/** The signed-in user; `undefined` while there is none. */
export function useUser(): User | undefined {
  return useSession().user;
}

export interface PermissionsView {
  /** All flags and custom permissions that the user has. */
  permissions: Permissions;
  /** Whether a permission is granted: `true`, above 0 or not empty. */
  has(permission: string): boolean;
}

const NONE: Permissions = Object.freeze({});

/** What the user may do. It follows changes of roles while presence is connected, and at each refused call. */
export function usePermissions(): PermissionsView {
  const { permissions = NONE } = useSession();
  const has = useCallback((permission: string) => !!permissions[permission], [permissions]);
  return useMemo(() => ({ permissions, has }), [permissions, has]);
}

interface IfPermittedProps {
  /** One, or several that are all needed. */
  permission: string | readonly string[];
  /** Shown without the permission. */
  fallback?: ReactNode;
  children?: ReactNode;
}

/** Only shows and hides: the service decides again at each call. */
export function IfPermitted({ permission, fallback, children }: IfPermittedProps) {
  const { has } = usePermissions();
  const isPermitted = [permission].flat().every((name) => has(name));
  return createElement(Fragment, null, isPermitted ? children : fallback);
}
