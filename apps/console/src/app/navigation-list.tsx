import { NavLink, Stack, Text } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { useId } from 'react';
import { useT } from '../i18n/i18n-provider';
import { useCan } from '../session/permissions';
import { Icon } from '../ui/icons';
import { accountItems, consoleItems, type NavigationItem } from './navigation';

export function Navigation() {
  const t = useT();
  return (
    <Stack gap="md">
      <NavigationGroup title={t('nav.console')} items={consoleItems} />
      <NavigationGroup title={t('nav.account')} items={accountItems} />
    </Stack>
  );
}

function NavigationGroup({ title, items }: { title: string; items: readonly NavigationItem[] }) {
  const t = useT();
  const can = useCan();
  const { pathname } = useLocation();
  const heading = useId();
  const shown = items.filter(({ allowed }) => allowed(can));
  if (shown.length === 0) return null;
  const isHere = ({ to, exact }: NavigationItem) => pathname === to || (!exact && pathname.startsWith(`${to}/`));
  return (
    <div role="group" aria-labelledby={heading}>
      <Text id={heading} size="xs" fw={600} c="dimmed" px="sm" pb={4}>
        {title}
      </Text>
      {shown.map((item) => (
        <NavLink
          key={item.to}
          component={Link}
          to={item.to}
          // Without it a page marks the pages above it, too.
          activeOptions={{ exact: item.exact ?? false }}
          label={t(item.label)}
          leftSection={<Icon name={item.icon} />}
          active={isHere(item)}
          aria-current={isHere(item) ? 'page' : undefined}
          className="nav-link"
        />
      ))}
    </div>
  );
}
