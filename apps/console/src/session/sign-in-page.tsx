import { Alert, Stack } from '@mantine/core';
import { useState } from 'react';
import type { MfaLogin } from '@collabsphere/client';
import { useT } from '../i18n/i18n-provider';
import { Icon } from '../ui/icons';
import { EntryLayout } from './entry-layout';
import { ForgotPasswordForm } from './forgot-password-form';
import { MfaStep } from './mfa-step';
import { PasswordStep } from './password-step';

type Step = { name: 'password' } | { name: 'mfa'; mfa: MfaLogin } | { name: 'forgot' };

/** Signing in happens where the person wanted to go; that page opens then. */
export default function SignInPage({ ended }: { ended?: string }) {
  const t = useT();
  const [step, setStep] = useState<Step>({ name: 'password' });
  const toStart = () => setStep({ name: 'password' });
  const title = { password: t('signIn.title'), mfa: t('signIn.mfaTitle'), forgot: t('signIn.forgotTitle') }[step.name];

  return (
    <EntryLayout title={title}>
      <Stack>
        {step.name === 'password' && ended && (
          <Alert color="yellow" icon={<Icon name="info" />} role="status">
            {ended}
          </Alert>
        )}
        {step.name === 'password' && (
          <PasswordStep toMfa={(mfa) => setStep({ name: 'mfa', mfa })} toForgot={() => setStep({ name: 'forgot' })} />
        )}
        {step.name === 'mfa' && <MfaStep mfa={step.mfa} back={toStart} />}
        {step.name === 'forgot' && <ForgotPasswordForm back={toStart} />}
      </Stack>
    </EntryLayout>
  );
}
