import { Button, Text } from '@mantine/core';
import { client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { useAction } from '../ui/use-action';

export function ResendVerification({ email }: { email: string }) {
  const t = useT();
  const resend = useAction({ run: () => client.api.POST('/api/resend-verification', { body: { email } }) });
  if (resend.isSuccess) return <Text size="sm">{t('signIn.verificationSent')}</Text>;
  return (
    <Button variant="default" size="xs" mt="xs" loading={resend.isPending} onClick={() => resend.mutate()}>
      {t('signIn.resendVerification')}
    </Button>
  );
}
