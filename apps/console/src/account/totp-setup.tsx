import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { Dialog } from '../ui/dialog';
import type { FormEvent } from 'react';
import { client, type Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { CopyField } from '../ui/copy-field';
import { Failure } from '../ui/failure';
import { useAction } from '../ui/use-action';
import { useFields } from '../ui/use-fields';

interface Props {
  setup: Schemas['TotpSetup'];
  close: () => void;
  done: (recoveryCodes: string[]) => void;
}

export function TotpSetup({ setup, close, done }: Props) {
  const t = useT();
  const confirm = useAction({
    run: (code: string) => client.mfa.confirmTotp(code),
    refresh: [['account', 'mfa']],
    onDone: ({ recovery_codes }) => done(recovery_codes),
    quiet: true,
  });
  const { values, props } = useFields({ code: '' }, confirm.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate(values.code.trim());
  };
  return (
    <Dialog onClose={close} title={t('totp.setUp')}>
      <form onSubmit={submit}>
        <Stack>
          <Text>{t('totp.scan')}</Text>
          <img
            className="qr"
            alt={t('totp.qr')}
            width={200}
            height={200}
            src={`data:image/svg+xml,${encodeURIComponent(setup.qr_svg)}`}
          />
          <CopyField label={t('totp.secret')} value={setup.secret} />
          <Failure error={confirm.error} fields={['code']} />
          <TextInput
            data-autofocus
            label={t('signIn.totp')}
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            withAsterisk={false}
            {...props('code')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={confirm.isPending}>
              {t('totp.confirm')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
