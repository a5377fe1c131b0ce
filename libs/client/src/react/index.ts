'use client';

export { CollabSphereProvider, useClient } from './context.js';
export { type PresenceMap, usePresence } from './use-presence.js';
export { IfPermitted, type PermissionsView, usePermissions, useSession, useUser } from './use-session.js';
