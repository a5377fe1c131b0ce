import { ActionIcon, Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type AdminUser, client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import type { MessageKey } from '../i18n/messages';
import { type Question, useConfirm } from '../ui/confirm';
import { Icon } from '../ui/icons';
import { useAction } from '../ui/use-action';

/** What can't be undone, or is seldom done. */
export function MoreActions({ user }: { user: AdminUser }) {
  const t = useT();
  const confirm = useConfirm();
  const navigate = useNavigate();
  const params = { path: { id: user.id } };
  const name = user.full_name;
  const refresh = [['user', user.id], ['users']];
  const sayDone = (key: MessageKey) => () => t(key, { name });

  const mailReset = useAction({
    run: () => client.api.POST('/api/users/{id}/password-reset', { params }),
    done: sayDone('user.resetMailed'),
  });
  const setActive = useAction({
    run: (is_active: boolean) => client.api.PATCH('/api/users/{id}', { params, body: { is_active } }),
    refresh,
    done: ({ is_active }) => t(is_active ? 'user.activated' : 'user.deactivated', { name }),
    undo: (_, is_active) => () => client.api.PATCH('/api/users/{id}', { params, body: { is_active: !is_active } }),
  });
  const resetFactors = useAction({
    run: () => client.api.DELETE('/api/users/{id}/mfa', { params }),
    refresh,
    done: sayDone('user.factorsReset'),
  });
  const remove = useAction({
    run: () => client.api.DELETE('/api/users/{id}', { params }),
    done: sayDone('user.deleted'),
    onDone: () => void navigate({ to: '/console/users' }),
  });
  const ask = async (question: Omit<Question, 'danger'>, act: () => void) => {
    if (await confirm({ ...question, danger: true })) act();
  };

  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t('user.more')}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="mail" />} onClick={() => mailReset.mutate()}>
          {t('user.mailReset')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="key" />}
          disabled={user.mfa_methods.length === 0}
          onClick={() =>
            void ask(
              {
                title: t('user.resetFactors'),
                text: t('user.resetFactorsText', { name }),
                confirm: t('user.resetFactors'),
              },
              () => resetFactors.mutate(),
            )
          }
        >
          {t('user.resetFactors')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="lock" />} onClick={() => setActive.mutate(!user.is_active)}>
          {t(user.is_active ? 'user.deactivate' : 'user.activate')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          className="danger"
          leftSection={<Icon name="trash" />}
          onClick={() =>
            void ask(
              { title: t('user.deleteTitle', { name }), text: t('user.deleteText'), confirm: t('user.delete') },
              () => remove.mutate(),
            )
          }
        >
          {t('user.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
