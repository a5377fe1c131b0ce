import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { SessionItem } from '../session/session-item';
import { useConfirm } from '../ui/confirm';
import { Page } from '../ui/page';
import { Panel } from '../ui/panel';
import { QueryView } from '../ui/query-view';
import { useAction } from '../ui/use-action';
import { sessionsQuery } from './account.queries';

const refresh = [['account', 'sessions']];

export default function DevicesPage() {
  const t = useT();
  const confirm = useConfirm();
  const sessions = useQuery(sessionsQuery);
  const end = useAction({
    run: (id: string) => client.api.DELETE('/api/sessions/{id}', { params: { path: { id } } }),
    refresh,
    done: () => t('devices.ended'),
  });
  const endOthers = useAction({
    run: () => client.api.DELETE('/api/sessions'),
    refresh,
    done: () => t('devices.othersEnded'),
  });
  const askAndEndOthers = async () => {
    const answer = await confirm({
      title: t('devices.endOthers'),
      text: t('devices.endOthersText'),
      confirm: t('devices.endOthers'),
      danger: true,
    });
    if (answer) endOthers.mutate();
  };
  const hasOthers = (sessions.data?.length ?? 0) > 1;
  return (
    <Page
      title={t('devices.title')}
      description={t('devices.description')}
      actions={
        hasOthers && (
          <Button variant="default" loading={endOthers.isPending} onClick={() => void askAndEndOthers()}>
            {t('devices.endOthers')}
          </Button>
        )
      }
    >
      <Panel title={t('devices.list')}>
        <QueryView query={sessions}>
          {(items) => (
            <Stack component="ul" gap="md" className="plain-list">
              {items.map((session) => (
                <SessionItem
                  key={session.id}
                  session={session}
                  action={
                    !session.current && (
                      <Button variant="default" size="xs" onClick={() => end.mutate(session.id)}>
                        {t('devices.end')}
                      </Button>
                    )
                  }
                />
              ))}
            </Stack>
          )}
        </QueryView>
      </Panel>
    </Page>
  );
}
