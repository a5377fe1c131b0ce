import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useT } from '../i18n/i18n-provider';
import { PasswordField } from '../ui/password-field';

interface Props {
  isBusy: boolean;
  submit: (value: string) => void;
}

function useSubmit(submit: (value: string) => void) {
  const [value, setValue] = useState('');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (value.trim()) submit(value);
  };
  return { value, setValue, onSubmit };
}

export function PasswordForm({ isBusy, submit }: Props) {
  const t = useT();
  const { value, setValue, onSubmit } = useSubmit(submit);
  return (
    <form onSubmit={onSubmit}>
      <Group align="flex-end" gap="xs">
        <PasswordField
          className="grows"
          data-autofocus
          label={t('field.password')}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Button type="submit" loading={isBusy}>
          {t('action.confirm')}
        </Button>
      </Group>
    </form>
  );
}

/** A code of an authenticator app, or a recovery code. */
export function CodeForm({ kind, isBusy, submit }: Props & { kind: 'totp' | 'recovery_code' }) {
  const t = useT();
  const { value, setValue, onSubmit } = useSubmit((code) => submit(code.trim()));
  return (
    <form onSubmit={onSubmit}>
      <Group align="flex-end" gap="xs">
        <TextInput
          className="grows"
          label={t(kind === 'totp' ? 'signIn.totp' : 'signIn.recoveryCode')}
          inputMode={kind === 'totp' ? 'numeric' : 'text'}
          autoComplete={kind === 'totp' ? 'one-time-code' : 'off'}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={isBusy}>
          {t('action.confirm')}
        </Button>
      </Group>
    </form>
  );
}
