import { useQuery } from '@tanstack/react-query';
import { client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Panel } from '../ui/panel';
import { QueryView } from '../ui/query-view';
import { AuditItem } from './audit-item';

/** The entry that a link leads to. */
export function LinkedEntry({ id }: { id: string }) {
  const t = useT();
  const entry = useQuery({
    queryKey: ['audit', 'entry', id],
    queryFn: () => client.api.GET('/api/audit-log/{id}', { params: { path: { id } } }),
  });
  return (
    <Panel title={t('audit.linked')}>
      <QueryView query={entry} rows={2}>
        {(found) => (
          <ol className="audit">
            <AuditItem entry={found} isOpenFirst />
          </ol>
        )}
      </QueryView>
    </Panel>
  );
}
