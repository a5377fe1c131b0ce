import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client, type Schemas } from '../api/client';
import { pagesOf } from '../api/pages';
import { useFormat, useT } from '../i18n/i18n-provider';
import { MoreButton } from '../ui/more-button';
import { Page } from '../ui/page';
import { Panel } from '../ui/panel';
import { EmptyState, ErrorState, LoadingState } from '../ui/states';
import { Tag } from '../ui/tag';
import { Ago } from '../ui/time';
import { useAction } from '../ui/use-action';

type Job = Schemas['FailedJob'];
type Kind = Job['kind'];

const kinds = ['mail', 'push', 'other'] as const satisfies Kind[];
const refresh = [['failed-jobs'], ['statistics']];

const failedJobsQuery = (kind: Kind) =>
  pagesOf(['failed-jobs', kind], (cursor) =>
    client.api.GET('/api/failed-jobs', { params: { query: { kind, cursor, limit: 50 } } }),
  );

/** What could not be sent, why, and another try. */
export default function QueuesPage() {
  const t = useT();
  const [kind, setKind] = useState<Kind>('mail');
  const retry = useRetry();
  return (
    <Page
      title={t('failed.title')}
      description={t('failed.description')}
      actions={
        <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate({ kind })}>
          {t('failed.retryAll')}
        </Button>
      }
    >
      <Select
        label={t('failed.kind')}
        w={220}
        allowDeselect={false}
        data={kinds.map((value) => ({ value, label: t(`failed.kind.${value}`) }))}
        value={kind}
        onChange={(value) => setKind(value as Kind)}
      />
      <Panel title={t(`failed.kind.${kind}`)}>
        <FailedJobs kind={kind} />
      </Panel>
    </Page>
  );
}

function useRetry() {
  const t = useT();
  return useAction({
    run: (body: Schemas['JobRetry']) => client.api.POST('/api/failed-jobs/retry', { body }),
    refresh,
    done: ({ retried }) => t('failed.retried', { count: retried }),
  });
}

function FailedJobs({ kind }: { kind: Kind }) {
  const t = useT();
  const jobs = useInfiniteQuery(failedJobsQuery(kind));
  const retry = useRetry();
  if (jobs.data === undefined)
    return jobs.error ? <ErrorState error={jobs.error} retry={() => void jobs.refetch()} /> : <LoadingState />;
  if (jobs.data.length === 0) return <EmptyState icon="check" title={t('failed.none')} />;
  return (
    <>
      <Stack component="ul" gap="md" className="plain-list">
        {jobs.data.map((job) => (
          <JobItem
            key={job.id}
            job={job}
            isBusy={retry.isPending}
            retry={() => retry.mutate({ kind, ids: [job.id] })}
          />
        ))}
      </Stack>
      <MoreButton list={jobs} />
    </>
  );
}

function JobItem({ job, isBusy, retry }: { job: Job; isBusy: boolean; retry: () => void }) {
  const t = useT();
  const format = useFormat();
  const { id, name, attempts, max_attempts, next_attempt_at, created_at, last_error } = job;
  return (
    <Group component="li" justify="space-between" wrap="nowrap" align="flex-start">
      <div className="grows">
        <Group gap="xs">
          <Text fw={550}>{name ?? id}</Text>
          <Tag tone={next_attempt_at ? 'warn' : 'bad'}>
            {next_attempt_at ? t('failed.next', { at: format.dateTime(next_attempt_at) }) : t('failed.givenUp')}
          </Tag>
        </Group>
        {last_error && <Text size="sm">{last_error}</Text>}
        <Text size="sm" c="dimmed" component="div" className="parts">
          <Ago at={created_at} />
          <span>{t('failed.attempts', { attempts, max: max_attempts })}</span>
        </Text>
      </div>
      <Button variant="default" size="xs" disabled={isBusy} onClick={retry}>
        {t('action.retry')}
        <span className="sr-only"> ({name ?? id})</span>
      </Button>
    </Group>
  );
}
