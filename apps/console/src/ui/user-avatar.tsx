import { Avatar, Indicator } from '@mantine/core';
import { useT } from '../i18n/i18n-provider';

interface Props {
  user: { username: string; full_name: string; avatar: string | null };
  size?: number;
  online?: boolean;
}

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]!.toUpperCase())
    .join('');

/** The name stands beside it, so the picture says nothing to a screen reader; a green mark is read as "online". */
export function UserAvatar({ user, size = 36, online }: Props) {
  const t = useT();
  return (
    <Indicator
      disabled={!online}
      label={<span className="sr-only">{t('presence.online')}</span>}
      color="teal"
      size={11}
      offset={Math.round(size / 8)}
      position="bottom-end"
      withBorder
      zIndex={1}
    >
      <Avatar src={user.avatar} alt="" size={size} radius={size} color="gray" variant="light">
        <span aria-hidden="true">{initialsOf(user.full_name || user.username)}</span>
      </Avatar>
    </Indicator>
  );
}
