import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type AdminUser, client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { SessionItem } from '../session/session-item';
import { useConfirm } from '../ui/confirm';
import { Panel } from '../ui/panel';
import { QueryView } from '../ui/query-view';
import { EmptyState } from '../ui/states';
import { useAction } from '../ui/use-action';
import { userSessionsQuery } from './users.queries';

export default function UserSessions({ user }: { user: AdminUser }) {
  const t = useT();
  const confirm = useConfirm();
  const sessions = useQuery(userSessionsQuery(user.id));
  const end = useAction({
    run: () => client.api.DELETE('/api/users/{id}/sessions', { params: { path: { id: user.id } } }),
    refresh: [['user', user.id], ['users']],
    done: () => t('user.sessionsEnded', { name: user.full_name }),
  });
  const askAndEnd = async () => {
    const answer = await confirm({
      title: t('user.endSessions'),
      text: t('user.endSessionsText', { name: user.full_name }),
      confirm: t('user.endSessions'),
      danger: true,
    });
    if (answer) end.mutate();
  };
  return (
    <Panel
      title={t('user.sessions')}
      actions={
        (sessions.data?.length ?? 0) > 0 && (
          <Button variant="default" loading={end.isPending} onClick={() => void askAndEnd()}>
            {t('user.endSessions')}
          </Button>
        )
      }
    >
      <QueryView query={sessions}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState icon="device" title={t('user.noSessions')} />
          ) : (
            <Stack component="ul" gap="md" className="plain-list">
              {items.map((session) => (
                <SessionItem key={session.id} session={session} />
              ))}
            </Stack>
          )
        }
      </QueryView>
    </Panel>
  );
}
