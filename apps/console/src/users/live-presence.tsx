import { Text } from '@mantine/core';
import { usePresence } from '@collabsphere/client/react';
import type { PresenceInfo } from '@collabsphere/client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { AdminUser } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Ago } from '../ui/time';
import { presenceOf } from './row-presence';
import { userQuery } from './users.queries';

/** Someone who goes offline may have been banned by another admin, so they are read again. */
export function useLiveUser({ id }: AdminUser): PresenceInfo | undefined {
  const live = usePresence([id])[id];
  const status = live?.status;
  const before = useRef(status);
  const queries = useQueryClient();
  useEffect(() => {
    if (before.current && before.current !== status && status === 'offline')
      void queries.invalidateQueries({ queryKey: userQuery(id).queryKey });
    before.current = status;
  }, [id, status, queries]);
  return live;
}

/** As others see them now. */
export function LivePresence({ user, live }: { user: AdminUser; live: PresenceInfo | undefined }) {
  const t = useT();
  const { status, last_seen } = presenceOf(user, live);
  const devices = live?.devices.map((device) => t(`device.${device}`)) ?? [];
  return (
    <Text size="sm" aria-live="polite">
      {t(`presence.${status}`)}
      {live?.text && ` · ${live.text}`}
      {devices.length > 0 && ` · ${devices.join(', ')}`}
      {status === 'offline' && last_seen && (
        <>
          {' · '}
          {t('presence.lastSeen')} <Ago at={last_seen} />
        </>
      )}
    </Text>
  );
}
