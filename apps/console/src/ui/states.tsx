import { Button, Center, Skeleton, Stack, Text, ThemeIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat, useT } from '../i18n/i18n-provider';
import { Icon, type IconName } from './icons';
import { explain, isProblem } from './problem';

export function LoadingState({ rows = 4 }: { rows?: number }) {
  const t = useT();
  return (
    <Stack gap="sm" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={row === 0 ? 28 : 44} width={row === 0 ? '40%' : '100%'} />
      ))}
    </Stack>
  );
}

interface EmptyProps {
  icon: IconName;
  title: string;
  text?: string;
  action?: ReactNode;
}

export function EmptyState({ icon, title, text, action }: EmptyProps) {
  return (
    <Center py="xl" px="md">
      <Stack align="center" gap="xs" maw={420}>
        <ThemeIcon variant="light" color="gray" size={44} radius="xl">
          <Icon name={icon} size={22} />
        </ThemeIcon>
        <Text fw={600} ta="center">
          {title}
        </Text>
        {text && (
          <Text c="dimmed" size="sm" ta="center">
            {text}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  );
}

/** What the service refused or could not do, and a way to try again where that can help. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useT();
  const format = useFormat();
  const isDenied = isProblem(error, 'permission_denied', 'outranked', 'forbidden');
  return (
    <div role="alert">
      <EmptyState
        icon={isDenied ? 'lock' : 'alert'}
        title={t(isDenied ? 'state.denied' : 'state.failed')}
        text={explain(error, t, format)}
        action={
          !isDenied &&
          retry && (
            <Button variant="default" size="xs" onClick={retry} leftSection={<Icon name="refresh" size={16} />}>
              {t('action.retry')}
            </Button>
          )
        }
      />
    </div>
  );
}
