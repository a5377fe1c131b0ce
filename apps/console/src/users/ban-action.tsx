import { Button } from '@mantine/core';
import { useState } from 'react';
import { type AdminUser, client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Icon } from '../ui/icons';
import { useAction } from '../ui/use-action';
import { type BanInput, BanDialog } from './ban-dialog';

const refreshOf = ({ id }: AdminUser) => [['user', id], ['users'], ['audit']];

export function BanAction({ user, mayAct }: { user: AdminUser; mayAct: boolean }) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const params = { path: { id: user.id } };
  const ban = (body: BanInput) => client.api.POST('/api/users/{id}/ban', { params, body });
  const unban = () => client.api.DELETE('/api/users/{id}/ban', { params });
  const name = user.full_name;

  const banning = useAction({
    run: ban,
    refresh: refreshOf(user),
    done: () => t('ban.done', { name }),
    undo: () => unban,
    onDone: () => setOpen(false),
    quiet: true,
  });
  const unbanning = useAction({
    run: unban,
    refresh: refreshOf(user),
    done: () => t('ban.lifted', { name }),
    undo: () => {
      if (!user.ban) return undefined;
      const { reason, until } = user.ban;
      return () => ban({ reason, until });
    },
  });

  if (user.ban)
    return (
      <Button variant="default" disabled={!mayAct} loading={unbanning.isPending} onClick={() => unbanning.mutate()}>
        {t('ban.lift')}
      </Button>
    );
  return (
    <>
      <Button
        color="red"
        variant="outline"
        leftSection={<Icon name="ban" />}
        disabled={!mayAct}
        title={mayAct ? undefined : t('problem.outranked')}
        onClick={() => {
          banning.reset();
          setOpen(true);
        }}
      >
        {t('ban.open')}
      </Button>
      {isOpen && (
        <BanDialog
          title={t('ban.title', { name })}
          error={banning.error}
          isBusy={banning.isPending}
          close={() => setOpen(false)}
          submit={(input) => banning.mutate(input)}
        />
      )}
    </>
  );
}
