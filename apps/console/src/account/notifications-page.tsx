import { useQuery } from '@tanstack/react-query';
import { client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Page } from '../ui/page';
import { QueryView } from '../ui/query-view';
import { useAction } from '../ui/use-action';
import { preferencesQuery } from './account.queries';
import { ChannelsPanel } from './channels-panel';
import { QuietHoursPanel } from './quiet-hours-panel';

export default function NotificationsPage() {
  const t = useT();
  const preferences = useQuery(preferencesQuery);
  const save = useAction({
    run: client.preferences.update,
    refresh: [['account', 'preferences']],
    done: () => t('notifications.saved'),
  });
  return (
    <Page title={t('notifications.title')} description={t('notifications.description')}>
      <QueryView query={preferences} rows={8}>
        {(current) => (
          <>
            <ChannelsPanel preferences={current} isBusy={save.isPending} save={save.mutate} />
            <QuietHoursPanel
              key={JSON.stringify(current.quiet_hours)}
              preferences={current}
              isBusy={save.isPending}
              save={save.mutate}
            />
          </>
        )}
      </QueryView>
    </Page>
  );
}
