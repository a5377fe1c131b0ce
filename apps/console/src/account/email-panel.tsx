import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { client, type Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { ResendVerification } from '../session/resend-verification';
import { EmailField } from '../ui/email-field';
import { Failure } from '../ui/failure';
import { Icon } from '../ui/icons';
import { Panel } from '../ui/panel';
import { PasswordField } from '../ui/password-field';
import { Tag } from '../ui/tag';
import { useAction } from '../ui/use-action';
import { useFields } from '../ui/use-fields';

export function EmailPanel({ user }: { user: Schemas['User'] }) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel
      title={t('email.title')}
      description={t('email.description')}
      actions={
        !isOpen && (
          <Button variant="default" onClick={() => setOpen(true)}>
            {t('email.change')}
          </Button>
        )
      }
    >
      <Group gap="xs">
        <Text fw={550}>{user.email}</Text>
        <Tag tone={user.email_verified ? 'good' : 'warn'}>
          {t(user.email_verified ? 'email.verified' : 'email.unverified')}
        </Tag>
      </Group>
      {!user.email_verified && <ResendVerification email={user.email} />}
      {isOpen && <EmailForm close={() => setOpen(false)} />}
    </Panel>
  );
}

function EmailForm({ close }: { close: () => void }) {
  const t = useT();
  const change = useAction({
    run: (body: { new_email: string; password: string }) => client.api.POST('/api/email/change', { body }),
    quiet: true,
  });
  const { values, props } = useFields({ new_email: '', password: '' }, change.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(values);
  };
  if (change.isSuccess)
    return (
      <Alert icon={<Icon name="mail" />} role="status">
        {t('email.sent', { email: values.new_email })}
      </Alert>
    );
  return (
    <form onSubmit={submit}>
      <Stack maw={520}>
        <Failure error={change.error} fields={['new_email', 'password']} />
        <EmailField label={t('email.new')} autoComplete="email" autoFocus {...props('new_email')} />
        <PasswordField label={t('field.currentPassword')} required withAsterisk={false} {...props('password')} />
        <Group gap="xs">
          <Button type="submit" loading={change.isPending}>
            {t('email.submit')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
