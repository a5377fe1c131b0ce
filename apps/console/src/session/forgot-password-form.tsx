import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { EmailField } from '../ui/email-field';
import { useAction } from '../ui/use-action';

export function ForgotPasswordForm({ back }: { back: () => void }) {
  const t = useT();
  const [email, setEmail] = useState('');
  const request = useAction({ run: () => client.api.POST('/api/password/forgot', { body: { email } }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    request.mutate();
  };
  return (
    <Stack>
      {request.isSuccess ? (
        <Text role="status">{t('signIn.forgotSent', { email })}</Text>
      ) : (
        <form onSubmit={submit}>
          <Stack>
            <Text c="dimmed">{t('signIn.forgotText')}</Text>
            <EmailField
              autoComplete="username"
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <Button type="submit" loading={request.isPending} fullWidth>
              {t('signIn.forgotSubmit')}
            </Button>
          </Stack>
        </form>
      )}
      <Group justify="center">
        <Anchor component="button" type="button" size="sm" onClick={back}>
          {t('action.back')}
        </Anchor>
      </Group>
    </Stack>
  );
}
