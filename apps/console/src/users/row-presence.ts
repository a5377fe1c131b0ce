import { useDebouncedCallback } from '@mantine/hooks';
import type { PresenceInfo } from '@collabsphere/client';
import { type PresenceMap, usePresence } from '@collabsphere/client/react';
import { createContext, useContext, useState } from 'react';
import type { AdminUser } from '../api/client';

/** Milliseconds without scrolling. Who is scrolled past is not asked for. */
const SETTLED = 200;

const RowPresence = createContext<PresenceMap>({});
export const RowPresenceProvider = RowPresence.Provider;

/** Watches the users of a list that are in sight. They are few, whatever the length of the list. */
export function useRowPresence() {
  const [ids, setIds] = useState<string[]>([]);
  const onRows = useDebouncedCallback((users: AdminUser[]) => setIds(users.map(({ id }) => id)), SETTLED);
  return { presence: usePresence(ids), onRows };
}

export type UserPresence = Pick<PresenceInfo, 'status' | 'last_seen'>;

/** Live, or as it was when the user was read. */
export const presenceOf = ({ is_online, last_seen }: AdminUser, live: PresenceInfo | undefined): UserPresence =>
  live ?? { status: is_online ? 'online' : 'offline', last_seen };

export const usePresenceOf = (user: AdminUser): UserPresence => presenceOf(user, useContext(RowPresence)[user.id]);
