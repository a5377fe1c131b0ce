import { Anchor, Box, Group, Stack, Tabs, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useUser } from '@collabsphere/client/react';
import type { AdminUser } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { mayManageUser } from '../roles/hierarchy';
import { useCan } from '../session/permissions';
import { Icon } from '../ui/icons';
import { useDocumentTitle } from '../ui/page';
import { QueryView } from '../ui/query-view';
import { LoadingState } from '../ui/states';
import { UserAvatar } from '../ui/user-avatar';
import { BanAction } from './ban-action';
import { MoreActions } from './more-actions';
import { LivePresence, useLiveUser } from './live-presence';
import { presenceOf } from './row-presence';
import { UserState } from './user-cells';
import { UserOverview } from './user-overview';
import { userQuery } from './users.queries';

const UserAccess = lazy(() => import('./user-access'));
const UserSessions = lazy(() => import('./user-sessions'));
const UserNotes = lazy(() => import('./user-notes'));
const UserHistory = lazy(() => import('./user-history'));

export default function UserPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const user = useQuery(userQuery(id));
  return (
    <Stack gap="lg" className="page">
      <BackLink />
      <QueryView query={user} rows={8}>
        {(found) => <UserDetails user={found} />}
      </QueryView>
    </Stack>
  );
}

function BackLink() {
  const t = useT();
  return (
    <Anchor component={Link} to="/console/users" size="sm" className="back-link">
      <Icon name="back" size={16} /> {t('users.title')}
    </Anchor>
  );
}

function UserDetails({ user }: { user: AdminUser }) {
  const t = useT();
  const can = useCan();
  const me = useUser();
  useDocumentTitle(user.full_name);
  const live = useLiveUser(user);
  const mayAct = !!me && me.id !== user.id && mayManageUser(me, user);
  const tabs = [
    { id: 'overview', label: t('user.overview'), shown: true, content: <UserOverview user={user} mayAct={mayAct} /> },
    { id: 'access', label: t('user.access'), shown: true, content: <UserAccess user={user} mayAct={mayAct} /> },
    {
      id: 'sessions',
      label: t('user.sessions'),
      shown: can.manageUsers && mayAct,
      content: <UserSessions user={user} />,
    },
    { id: 'notes', label: t('user.notes'), shown: true, content: <UserNotes user={user} /> },
    { id: 'history', label: t('user.history'), shown: can.manageUsers, content: <UserHistory user={user} /> },
  ].filter(({ shown }) => shown);
  const { tab, open } = useTab(tabs.map(({ id }) => id));
  const list = useShown(tab);

  return (
    <>
      <Group justify="space-between" align="flex-start">
        <Group wrap="nowrap" className="grows">
          <UserAvatar user={user} size={64} status={presenceOf(user, live).status} />
          <Box className="grows">
            <Group gap="xs">
              <Title order={1} dir="auto">
                {user.full_name}
              </Title>
              <UserState user={user} />
            </Group>
            <Text c="dimmed">@{user.username}</Text>
            <LivePresence user={user} live={live} />
          </Box>
        </Group>
        <Group gap="xs">
          {can.ban && <BanAction user={user} mayAct={mayAct} />}
          {can.manageUsers && mayAct && <MoreActions user={user} />}
        </Group>
      </Group>
      <Tabs value={tab} onChange={(value) => value && open(value)} keepMounted={false}>
        <Tabs.List aria-label={user.full_name} className="tab-list" ref={list}>
          {tabs.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ id, content }) => (
          <Tabs.Panel key={id} value={id} pt="lg">
            <Suspense fallback={<LoadingState />}>{content}</Suspense>
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}

/** On a phone the tabs scroll: the open one is in sight. */
function useShown(tab: string) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab]);
  return list;
}

/** The tab is in the address, so that a link opens it. */
function useTab(ids: string[]) {
  const { tab } = useSearch({ strict: false }) as { tab?: string };
  const navigate = useNavigate();
  return {
    tab: ids.find((id) => id === tab) ?? ids[0]!,
    open: (id: string) => void navigate({ to: '.', search: { tab: id } as never, replace: true }),
  };
}
