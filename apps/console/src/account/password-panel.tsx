import { Button, Group, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useUser } from '@collabsphere/client/react';
import { client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Failure } from '../ui/failure';
import { Panel } from '../ui/panel';
import { NewPasswordField, PasswordField } from '../ui/password-field';
import { useAction } from '../ui/use-action';
import { useFields } from '../ui/use-fields';

export function PasswordPanel() {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel
      title={t('password.title')}
      description={t('password.description')}
      actions={
        !isOpen && (
          <Button variant="default" onClick={() => setOpen(true)}>
            {t('password.change')}
          </Button>
        )
      }
    >
      {isOpen && <PasswordForm close={() => setOpen(false)} />}
    </Panel>
  );
}

function PasswordForm({ close }: { close: () => void }) {
  const t = useT();
  const user = useUser();
  const change = useAction({
    run: (body: { current_password: string; new_password: string }) =>
      client.api.POST('/api/password/change', { body }),
    refresh: [['account', 'sessions']],
    done: () => t('password.changed'),
    onDone: close,
    quiet: true,
  });
  const { values, props } = useFields({ current_password: '', new_password: '' }, change.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(values);
  };
  return (
    <form onSubmit={submit}>
      <Stack maw={520}>
        <Failure error={change.error} fields={['current_password', 'new_password']} />
        {/* For password managers: whose password it is. */}
        <input type="hidden" name="username" autoComplete="username" value={user?.email ?? ''} readOnly />
        <PasswordField
          label={t('field.currentPassword')}
          required
          withAsterisk={false}
          autoFocus
          {...props('current_password')}
        />
        <NewPasswordField label={t('field.newPassword')} {...props('new_password')} />
        <Group gap="xs">
          <Button type="submit" loading={change.isPending}>
            {t('password.submit')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
