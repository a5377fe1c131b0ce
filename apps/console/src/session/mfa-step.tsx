import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import type { MfaLogin } from '@collabsphere/client';
import { useEffect, useRef, useState } from 'react';
import { useFormat, useT } from '../i18n/i18n-provider';
import { Icon } from '../ui/icons';
import { explain, isProblem } from '../ui/problem';
import { CodeForm } from './proof-forms';

export function MfaStep({ mfa, back }: { mfa: MfaLogin; back: () => void }) {
  const t = useT();
  const format = useFormat();
  const [failure, setFailure] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const intro = useRef<HTMLParagraphElement>(null);
  useEffect(() => intro.current?.focus(), []);

  const prove = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      if (!isProblem(error, 'passkey_cancelled')) setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const has = (method: MfaLogin['methods'][number]) => mfa.methods.includes(method);

  return (
    <Stack>
      <Text c="dimmed" ref={intro} tabIndex={-1} className="quiet-focus">
        {t('signIn.mfaText')}
      </Text>
      {failure !== undefined && (
        <Alert color="red" icon={<Icon name="alert" />} role="alert">
          {explain(failure, t, format)}
        </Alert>
      )}
      {isProblem(failure, 'mfa_token_expired') ? (
        <Button onClick={back}>{t('signIn.startAgain')}</Button>
      ) : (
        <>
          {has('webauthn') && (
            <Button leftSection={<Icon name="key" />} loading={isBusy} onClick={() => prove(() => mfa.withPasskey())}>
              {t('signIn.usePasskey')}
            </Button>
          )}
          {has('totp') && <CodeForm kind="totp" isBusy={isBusy} submit={(code) => prove(() => mfa.withTotp(code))} />}
          {has('recovery_code') && (
            <CodeForm kind="recovery_code" isBusy={isBusy} submit={(code) => prove(() => mfa.withRecoveryCode(code))} />
          )}
        </>
      )}
      <Group justify="center">
        <Anchor component="button" type="button" size="sm" onClick={back}>
          {t('action.back')}
        </Anchor>
      </Group>
    </Stack>
  );
}
