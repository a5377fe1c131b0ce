import { Button, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useT } from '../i18n/i18n-provider';
import { EmailField } from '../ui/email-field';
import { PasswordField } from '../ui/password-field';

interface Props {
  email: string;
  setEmail: (email: string) => void;
  submit: (password: string) => void;
  isBusy: boolean;
}

export function PasswordForm({ email, setEmail, submit, isBusy }: Props) {
  const t = useT();
  const [password, setPassword] = useState('');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit(password);
  };

  return (
    <form onSubmit={onSubmit}>
      <Stack>
        <EmailField
          name="email"
          autoComplete="username webauthn"
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordField
          label={t('field.password')}
          name="password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={isBusy} fullWidth>
          {t('signIn.submit')}
        </Button>
      </Stack>
    </form>
  );
}
