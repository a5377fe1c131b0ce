import { Anchor, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { AdminUser } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import type { Column } from '../ui/data-table';
import { Tag } from '../ui/tag';
import { Ago, Day } from '../ui/time';
import { UserAvatar } from '../ui/user-avatar';
import { usePresenceOf, type UserPresence } from './row-presence';
import type { ColumnId } from './use-columns';

type Cell = Omit<Column<AdminUser>, 'id' | 'header'>;

export const cells: Record<'name' | ColumnId, Cell> = {
  name: { width: 'minmax(9rem, 2fr)', cell: (user) => <NameCell user={user} /> },
  email: { width: 'minmax(12rem, 2fr)', wide: true, cell: ({ email }) => <div className="one-line">{email}</div> },
  role: { width: 'minmax(7rem, 1fr)', wide: true, cell: ({ role }) => role && <Tag>{role.name}</Tag> },
  state: { width: 'minmax(7.5rem, 1fr)', cell: (user) => <UserState user={user} /> },
  factors: { width: 'minmax(6rem, 1fr)', wide: true, cell: (user) => <Factors user={user} /> },
  last_seen: {
    width: 'minmax(7rem, 1fr)',
    wide: true,
    cell: (user) => <LastSeenCell user={user} />,
  },
  joined: { width: 'minmax(7rem, 1fr)', wide: true, cell: ({ date_joined }) => <Day at={date_joined} /> },
};

function NameCell({ user }: { user: AdminUser }) {
  const { status } = usePresenceOf(user);
  return (
    <Group gap="sm" wrap="nowrap">
      <UserAvatar user={user} status={status} />
      <div className="grows">
        <Anchor
          component={Link}
          to="/console/users/$id"
          params={{ id: user.id } as never}
          className="one-line row-link"
          // A name that runs from right to left is shortened at its end, too.
          dir="auto"
        >
          {user.full_name}
        </Anchor>
        <Text size="sm" c="dimmed" className="one-line">
          @{user.username}
        </Text>
      </div>
    </Group>
  );
}

/** The one thing that matters most about an account. */
export function UserState({ user }: { user: AdminUser }) {
  const t = useT();
  if (user.ban) return <Tag tone="bad">{t('users.state.banned')}</Tag>;
  if (!user.is_active) return <Tag tone="warn">{t('users.state.inactive')}</Tag>;
  if (!user.email_verified) return <Tag tone="warn">{t('users.state.unverified')}</Tag>;
  return <Tag tone="good">{t('users.state.active')}</Tag>;
}

function Factors({ user }: { user: AdminUser }) {
  const t = useT();
  const names = user.mfa_methods.map((method) => t(`factor.${method}`));
  return names.length > 0 ? names.join(', ') : <Text c="dimmed">{t('factor.none')}</Text>;
}

const LastSeenCell = ({ user }: { user: AdminUser }) => <LastSeen presence={usePresenceOf(user)} />;

export function LastSeen({ presence: { status, last_seen } }: { presence: UserPresence }) {
  const t = useT();
  if (status !== 'offline') return t(`presence.${status}`);
  return last_seen ? <Ago at={last_seen} /> : <Text c="dimmed">{t('presence.never')}</Text>;
}
