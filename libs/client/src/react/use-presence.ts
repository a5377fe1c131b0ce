'use client';

import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import type { PresenceInfo } from '../index.js';
import { useClient } from './context.js';

/** By the id of the user. Those of whom nothing is known yet are absent. */
export type PresenceMap = Readonly<Record<string, PresenceInfo>>;

const NONE: PresenceMap = Object.freeze({});
const getNone = () => NONE;

/** Watches these users while the component is shown. The list may be a new array in each rendering. */
export function usePresence(userIds: readonly string[]): PresenceMap {
  const { presence } = useClient();
  const key = [...new Set(userIds)].sort().join();
  const ids = useMemo(() => (key ? key.split(',') : []), [key]);
  const snapshot = useRef(NONE);

  const subscribe = useCallback(
    (onChange: () => void) => {
      let isCurrent = true;
      // What is known of others grows old.
      if (Object.keys(snapshot.current).some((id) => !ids.includes(id)))
        snapshot.current = Object.freeze(pick(snapshot.current, ids));
      const unwatch = presence.watch(ids, (changed) => {
        const id = ids.find((one) => one.toLowerCase() === changed.user_id.toLowerCase()) ?? changed.user_id;
        snapshot.current = Object.freeze({ ...snapshot.current, [id]: changed });
        if (isCurrent) onChange();
      });
      return () => {
        isCurrent = false;
        // After the next list has begun: who is on both is not forgotten.
        queueMicrotask(unwatch);
      };
    },
    [presence, ids],
  );

  const all = useSyncExternalStore(subscribe, () => snapshot.current, getNone);
  return useMemo(() => pick(all, ids), [all, ids]);
}

/** Without those that the component watched before. */
function pick(all: PresenceMap, ids: readonly string[]): PresenceMap {
  return Object.fromEntries(ids.flatMap((id) => (all[id] ? [[id, all[id]]] : [])));
}
