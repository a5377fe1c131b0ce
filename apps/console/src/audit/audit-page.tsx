import { useNavigate, useSearch } from '@tanstack/react-router';
import { useT } from '../i18n/i18n-provider';
import { Page } from '../ui/page';
import { Panel } from '../ui/panel';
import { client } from '../api/client';
import { ExportButton } from '../exports/export-button';
import { AuditFilters } from './audit-filters';
import { LinkedEntry } from './linked-entry';
import { ChainPanel } from './chain-panel';
import { AuditList } from './audit-list';
import type { AuditFilter } from './audit.queries';

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const toFilter = (search: Record<string, unknown>): AuditFilter => ({
  actor: text(search.actor),
  subject: text(search.subject),
  action: text(search.action),
  since: text(search.since),
});

export default function AuditPage() {
  const t = useT();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const filter = toFilter(search);
  const setFilter = (next: AuditFilter) =>
    void navigate({ to: '/console/audit', search: next as never, replace: true });
  return (
    <Page
      title={t('audit.title')}
      description={t('audit.description')}
      actions={
        <ExportButton
          name="audit-log"
          start={(format) => client.api.POST('/api/audit-log/export', { body: { ...filter, format } })}
        />
      }
    >
      {text(search.entry) && <LinkedEntry id={text(search.entry)!} />}
      <AuditFilters filter={filter} setFilter={setFilter} />
      <Panel title={t('audit.entries')}>
        <AuditList filter={filter} />
      </Panel>
      <ChainPanel />
    </Page>
  );
}
