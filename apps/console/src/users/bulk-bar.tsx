import { Button, Group, Menu, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../i18n/i18n-provider';
import { useCan } from '../session/permissions';
import { Icon } from '../ui/icons';
import { type BulkActionName, bulkActions } from './bulk-actions';
import { BulkDialog } from './bulk-dialog';

/** The service takes this many at once, and a person can read the preview. */
const MAX_USERS = 100;

export function BulkBar({ selected, clear }: { selected: ReadonlySet<string>; clear: () => void }) {
  const t = useT();
  const can = useCan();
  const [action, setAction] = useState<BulkActionName>();
  const allowed = bulkActions.filter(({ needs }) => can[needs]);
  const isTooMany = selected.size > MAX_USERS;
  if (allowed.length === 0) return null;
  return (
    <Paper withBorder shadow="md" p="sm" className="bulk-bar" role="region" aria-label={t('bulk.label')}>
      <Group justify="space-between" gap="sm">
        <Text fw={550} role="status">
          {isTooMany
            ? t('bulk.tooMany', { count: selected.size, max: MAX_USERS })
            : t('bulk.selected', { count: selected.size })}
        </Text>
        <Group gap="xs">
          <Menu position="top-end" width={230}>
            <Menu.Target>
              <Button disabled={isTooMany}>{t('bulk.do')}</Button>
            </Menu.Target>
            <Menu.Dropdown>
              {allowed.map(({ name, icon, isDangerous }) => (
                <Menu.Item
                  key={name}
                  className={isDangerous ? 'danger' : undefined}
                  leftSection={<Icon name={icon} />}
                  onClick={() => setAction(name)}
                >
                  {t(`bulk.action.${name}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Button variant="default" onClick={clear}>
            {t('bulk.clear')}
          </Button>
        </Group>
      </Group>
      {action && (
        <BulkDialog
          action={action}
          userIds={[...selected]}
          close={(isDone) => {
            setAction(undefined);
            if (isDone) clear();
          }}
        />
      )}
    </Paper>
  );
}
