import { Button, Group, Select } from '@mantine/core';
import { useT } from '../i18n/i18n-provider';
import { PersonSelect } from '../users/person-select';
import { auditActions } from './audit-actions';
import type { AuditFilter } from './audit.queries';

const spans = { hour: 1, day: 24, week: 168, month: 720 } as const;
type Span = keyof typeof spans;
const HOUR = 3_600_000;

interface Props {
  filter: AuditFilter;
  setFilter: (filter: AuditFilter) => void;
}

export function AuditFilters({ filter, setFilter }: Props) {
  const t = useT();
  const set = (name: keyof AuditFilter, value: string | null) => setFilter({ ...filter, [name]: value ?? undefined });
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <Group gap="xs" role="search" align="flex-end">
      <Select
        label={t('audit.action')}
        placeholder={t('filter.any')}
        clearable
        searchable
        w={230}
        data={auditActions.map((value) => ({ value, label: t(`audit.action.${value}`) }))}
        value={filter.action ?? null}
        onChange={(value) => set('action', value)}
      />
      <PersonSelect label={t('audit.actor')} value={filter.actor} onChange={(id) => set('actor', id)} />
      <PersonSelect label={t('audit.subject')} value={filter.subject} onChange={(id) => set('subject', id)} />
      <SinceSelect since={filter.since} onChange={(since) => set('since', since)} />
      <Button variant="default" disabled={!isFiltered} onClick={() => setFilter({})}>
        {t('users.filterClear')}
      </Button>
    </Group>
  );
}

function SinceSelect({ since, onChange }: { since?: string; onChange: (since: string | null) => void }) {
  const t = useT();
  const hours = since ? (Date.now() - new Date(since).getTime()) / HOUR : undefined;
  // The span that was chosen a moment ago, or when the link was made.
  const span = hours === undefined ? null : (Object.keys(spans) as Span[]).find((name) => hours <= spans[name] + 0.5);
  return (
    <Select
      label={t('audit.since')}
      placeholder={t('filter.any')}
      clearable
      w={160}
      data={(Object.keys(spans) as Span[]).map((value) => ({ value, label: t(`audit.since.${value}`) }))}
      value={span ?? null}
      onChange={(value) => onChange(value ? new Date(Date.now() - spans[value as Span] * HOUR).toISOString() : null)}
    />
  );
}
