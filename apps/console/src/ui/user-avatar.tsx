import type { PresenceInfo } from '@collabsphere/client';
import { useT } from '../i18n/i18n-provider';

interface Props {
  user: { username: string; full_name: string; avatar: string | null };
  size?: number;
  /** Shown where the user is reachable, by colour, form and text. */
  status?: PresenceInfo['status'];
}

const marked: ReadonlySet<string> = new Set(['online', 'away', 'dnd']);

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]!.toUpperCase())
    .join('');

/** The name stands beside it, so the picture says nothing to a screen reader. Lists have many, so it is plain markup. */
export function UserAvatar({ user, size = 36, status }: Props) {
  const t = useT();
  return (
    <span className="avatar" style={{ width: size, height: size, fontSize: size * 0.4 }}>
      {user.avatar ? (
        <img src={user.avatar} alt="" width={size} height={size} />
      ) : (
        <span aria-hidden="true">{initialsOf(user.full_name || user.username)}</span>
      )}
      {status && marked.has(status) && (
        <span className="avatar-mark" data-status={status}>
          <span className="sr-only">{t(`presence.${status}`)}</span>
        </span>
      )}
    </span>
  );
}
