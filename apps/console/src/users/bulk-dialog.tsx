import { Button, Group, Stack, Text } from '@mantine/core';
import { Dialog } from '../ui/dialog';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client, type Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { ErrorState, LoadingState } from '../ui/states';
import { useAction } from '../ui/use-action';
import { type BulkActionName, isDangerous } from './bulk-actions';
import { BulkInputs } from './bulk-inputs';
import { BulkOutcome } from './bulk-outcome';

type Body = Schemas['BulkAction'];

interface Props {
  action: BulkActionName;
  userIds: string[];
  close: (isDone: boolean) => void;
}

/** First what would happen to each of them and why not, then what did. */
export function BulkDialog({ action, userIds, close }: Props) {
  const t = useT();
  const [inputs, setInputs] = useState<Partial<Body>>({});
  const body: Body = { action, user_ids: userIds, ...inputs };
  const isComplete = action === 'ban' ? !!inputs.reason?.trim() : action.endsWith('_role') ? !!inputs.role : true;
  const preview = useQuery({
    // The reason of a ban does not change what is allowed.
    queryKey: ['bulk', action, userIds, inputs.role],
    queryFn: () =>
      client.api.POST('/api/users/bulk/preview', {
        body: { ...body, ...(action === 'ban' && { reason: 'preview', until: undefined }) },
      }),
    enabled: action === 'ban' || isComplete,
    staleTime: 0,
  });
  const run = useAction({
    run: () => client.api.POST('/api/users/bulk', { body }),
    refresh: [['users'], ['user'], ['audit'], ['bulk']],
    quiet: false,
  });
  const allowed = preview.data?.items.filter(({ allowed: is, changes }) => is && changes).length ?? 0;
  const isDone = run.data !== undefined;

  return (
    <Dialog
      size="lg"
      onClose={() => close(isDone)}
      title={t(`bulk.action.${action}`)}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack>
        {!isDone && <Text c="dimmed">{t('bulk.count', { count: userIds.length })}</Text>}
        {!isDone && <BulkInputs action={action} inputs={inputs} setInputs={setInputs} />}
        {run.data ? (
          <BulkOutcome
            items={run.data.items.map(({ done, ...item }) => ({ ...item, ok: done, changes: true }))}
            isDone
          />
        ) : preview.data ? (
          <BulkOutcome items={preview.data.items.map(({ allowed: ok, ...item }) => ({ ...item, ok }))} />
        ) : preview.error ? (
          <ErrorState error={preview.error} retry={() => void preview.refetch()} />
        ) : (
          preview.isFetching && <LoadingState rows={3} />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => close(isDone)}>
            {t(isDone ? 'action.close' : 'action.cancel')}
          </Button>
          {!isDone && (
            <Button
              color={isDangerous(action) ? 'red' : undefined}
              disabled={!isComplete || allowed === 0}
              loading={run.isPending}
              onClick={() => run.mutate()}
            >
              {t('bulk.submit', { action: t(`bulk.action.${action}`), count: allowed })}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}
