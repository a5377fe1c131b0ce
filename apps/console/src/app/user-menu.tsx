import { Menu, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useUser } from '@collabsphere/client/react';
import { client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Icon } from '../ui/icons';
import { useAction } from '../ui/use-action';
import { UserAvatar } from '../ui/user-avatar';

export function UserMenu() {
  const t = useT();
  const user = useUser();
  const logout = useAction({ run: () => client.auth.logout() });
  if (!user) return null;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton className="user-menu" aria-label={t('nav.userMenu', { name: user.full_name })}>
          <UserAvatar user={user} size={32} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className="user-menu-label">
          <strong>{user.full_name}</strong>
          <span>{user.email}</span>
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<Icon name="user" />}>
          {t('nav.account')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="logout" />} onClick={() => logout.mutate()}>
          {t('nav.logout')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
