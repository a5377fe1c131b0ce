import { Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useT } from '../i18n/i18n-provider';
import { MoreButton } from '../ui/more-button';
import { EmptyState, ErrorState, LoadingState } from '../ui/states';
import { AuditItem } from './audit-item';
import { type AuditFilter, auditQuery } from './audit.queries';

/** Newest first. */
export function AuditList({ filter }: { filter: AuditFilter }) {
  const t = useT();
  const entries = useInfiniteQuery(auditQuery(filter));
  if (entries.data === undefined)
    return entries.error ? (
      <ErrorState error={entries.error} retry={() => void entries.refetch()} />
    ) : (
      <LoadingState rows={6} />
    );
  if (entries.data.length === 0) return <EmptyState icon="log" title={t('audit.none')} text={t('audit.noneText')} />;
  return (
    <>
      <ol className="audit">
        {entries.data.map((entry) => (
          <AuditItem key={entry.id} entry={entry} />
        ))}
      </ol>
      <MoreButton list={entries} />
      {!entries.hasNextPage && (
        <Text size="sm" c="dimmed" ta="center" mt="md">
          {t('audit.end')}
        </Text>
      )}
    </>
  );
}
