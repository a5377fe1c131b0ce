import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { Dialog } from '../ui/dialog';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../api/client';
import { mfaQuery } from '../account/account.queries';
import { useFormat, useT } from '../i18n/i18n-provider';
import { Icon } from '../ui/icons';
import { explain } from '../ui/problem';
import { QueryView } from '../ui/query-view';
import { CodeForm, PasswordForm } from './proof-forms';

type Proof = Parameters<typeof client.auth.reauthenticate>[0];

export default function StepUpDialog({ done, cancel }: { done: () => void; cancel: () => void }) {
  const t = useT();
  const format = useFormat();
  const mfa = useQuery(mfaQuery);
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  const prove = async (proof: Proof) => {
    setBusy(true);
    setFault(undefined);
    try {
      await client.auth.reauthenticate(proof);
      done();
    } catch (error) {
      setFault(explain(error, t, format));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog onClose={cancel} title={t('stepUp.title')} zIndex={400}>
      <Stack>
        <Text c="dimmed">{t('stepUp.text')}</Text>
        {fault && (
          <Alert color="red" icon={<Icon name="alert" />} role="alert">
            {fault}
          </Alert>
        )}
        <QueryView query={mfa} rows={2}>
          {({ totp, passkeys, recovery_codes_left }) => {
            const hasFactor = totp || passkeys.length > 0;
            return (
              <>
                {passkeys.length > 0 && (
                  <Button leftSection={<Icon name="key" />} loading={isBusy} onClick={() => prove({ passkey: true })}>
                    {t('signIn.usePasskey')}
                  </Button>
                )}
                {totp && <CodeForm kind="totp" isBusy={isBusy} submit={(code) => prove({ totp: code })} />}
                {hasFactor && recovery_codes_left > 0 && (
                  <CodeForm kind="recovery_code" isBusy={isBusy} submit={(code) => prove({ recoveryCode: code })} />
                )}
                {!hasFactor && <PasswordForm isBusy={isBusy} submit={(password) => prove({ password })} />}
              </>
            );
          }}
        </QueryView>
        <Group justify="flex-end">
          <Button variant="default" onClick={cancel}>
            {t('action.cancel')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
