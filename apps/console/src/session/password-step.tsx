import { Alert, Anchor, Button, Divider, Group, Stack } from '@mantine/core';
import type { MfaLogin } from '@collabsphere/client';
import { useState } from 'react';
import { client } from '../api/client';
import { useFormat, useT } from '../i18n/i18n-provider';
import { Icon } from '../ui/icons';
import { explain, isProblem } from '../ui/problem';
import { PasswordForm } from './password-form';
import { ResendVerification } from './resend-verification';
import { canUsePasskeys, useAutofill } from './use-autofill';

interface Props {
  toMfa: (mfa: MfaLogin) => void;
  toForgot: () => void;
}

export function PasswordStep({ toMfa, toForgot }: Props) {
  const t = useT();
  const format = useFormat();
  const [email, setEmail] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState<'password' | 'passkey'>();
  const autofill = useAutofill(setFailure);

  const attempt = async (kind: 'password' | 'passkey', work: () => Promise<void>) => {
    setBusy(kind);
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      // No failure: the person closed the browser's dialog.
      if (!isProblem(error, 'passkey_cancelled')) setFailure(error);
      autofill.restart();
    } finally {
      setBusy(undefined);
    }
  };
  const withPassword = (password: string) =>
    void attempt('password', async () => {
      autofill.stop();
      const result = await client.auth.login({ email, password });
      if (result.status === 'mfa_required') toMfa(result.mfa);
    });
  const withPasskey = () =>
    void attempt('passkey', async () => {
      autofill.stop();
      await client.auth.loginWithPasskey();
    });

  return (
    <Stack>
      {failure !== undefined && (
        <Alert color="red" icon={<Icon name="alert" />} role="alert">
          {explain(failure, t, format)}
          {isProblem(failure, 'email_not_verified') && <ResendVerification email={email} />}
        </Alert>
      )}
      <PasswordForm email={email} setEmail={setEmail} submit={withPassword} isBusy={busy === 'password'} />
      <Group justify="center">
        <Anchor component="button" type="button" size="sm" onClick={toForgot}>
          {t('signIn.forgot')}
        </Anchor>
      </Group>
      {canUsePasskeys && (
        <>
          <Divider label={t('signIn.or')} />
          <Button
            variant="default"
            leftSection={<Icon name="key" />}
            loading={busy === 'passkey'}
            onClick={withPasskey}
            fullWidth
          >
            {t('signIn.withPasskey')}
          </Button>
        </>
      )}
    </Stack>
  );
}
