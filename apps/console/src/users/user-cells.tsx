import type { AdminUser } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import type { Column } from '../ui/data-table';
import { Tag } from '../ui/tag';
import { Ago, Day } from '../ui/time';
import { UserAvatar } from '../ui/user-avatar';
import { usePresenceOf, type UserPresence } from './row-presence';
import { RowLink } from './row-link';
import type { ColumnId } from './use-columns';

type Cell = Omit<Column<AdminUser>, 'id' | 'header'>;

/** Plain markup: a fling renders hundreds of cells for one picture. */
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
    <div className="row-name">
      <UserAvatar user={user} status={status} />
      <div className="grows">
        <RowLink id={user.id}>{user.full_name}</RowLink>
        <div className="one-line dimmed row-username">@{user.username}</div>
      </div>
    </div>
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
  return names.length > 0 ? names.join(', ') : <span className="dimmed">{t('factor.none')}</span>;
}

const LastSeenCell = ({ user }: { user: AdminUser }) => <LastSeen presence={usePresenceOf(user)} />;

export function LastSeen({ presence: { status, last_seen } }: { presence: UserPresence }) {
  const t = useT();
  if (status !== 'offline') return t(`presence.${status}`);
  return last_seen ? <Ago at={last_seen} /> : <span className="dimmed">{t('presence.never')}</span>;
}
