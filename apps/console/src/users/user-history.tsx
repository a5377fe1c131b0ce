import type { AdminUser } from '../api/client';
import { AuditList } from '../audit/audit-list';
import { useT } from '../i18n/i18n-provider';
import { Panel } from '../ui/panel';

/** What happened to the account. */
export default function UserHistory({ user }: { user: AdminUser }) {
  const t = useT();
  return (
    <Panel title={t('user.history')} description={t('user.historyText')}>
      <AuditList filter={{ subject: user.id }} />
    </Panel>
  );
}
