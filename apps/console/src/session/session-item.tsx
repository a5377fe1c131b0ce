import { Group, Text, ThemeIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Icon } from '../ui/icons';
import { Tag } from '../ui/tag';
import { Ago, Day } from '../ui/time';

interface Props {
  session: Schemas['Session'];
  action?: ReactNode;
}

/** A session in words: device, browser, where from, and when it was last used. */
export function SessionItem({ session, action }: Props) {
  const t = useT();
  const { device, user_agent, ip, current } = session;
  const isPhone = device.type === 'ios' || device.type === 'android';
  return (
    <Group component="li" justify="space-between" wrap="nowrap" gap="sm">
      <Group gap="sm" wrap="nowrap" className="grows">
        <ThemeIcon variant="light" color="gray" size={40} radius="md">
          <Icon name={isPhone ? 'device' : 'desktop'} size={22} />
        </ThemeIcon>
        <div className="grows">
          <Group gap="xs">
            <Text fw={550}>{device.name || user_agent || t('devices.unknown')}</Text>
            {current && <Tag tone="good">{t('devices.current')}</Tag>}
          </Group>
          <Text size="sm" c="dimmed">
            {[device.name && user_agent !== device.name && user_agent, ip].filter(Boolean).join(' · ')}
          </Text>
          <Text size="sm" c="dimmed">
            {t('devices.active')} <Ago at={session.last_active_at} /> · {t('devices.since')}{' '}
            <Day at={session.created_at} />
          </Text>
        </div>
      </Group>
      {action}
    </Group>
  );
}
