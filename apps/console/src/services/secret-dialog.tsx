import { Alert, Button, Group, Stack } from '@mantine/core';
import { Dialog } from '../ui/dialog';
import { useT } from '../i18n/i18n-provider';
import { CopyField } from '../ui/copy-field';
import { Icon } from '../ui/icons';

export interface Shown {
  clientId: string;
  secret: string;
}

/** The secret is shown here and never again. */
export function SecretDialog({ secret, close }: { secret: Shown; close: () => void }) {
  const t = useT();
  return (
    <Dialog
      onClose={close}
      title={t('services.secretTitle')}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack>
        <Alert color="yellow" icon={<Icon name="alert" />}>
          {t('services.secretOnce')}
        </Alert>
        <CopyField label={t('services.clientId')} value={secret.clientId} />
        <CopyField label={t('services.secret')} value={secret.secret} />
        <Group justify="flex-end">
          <Button data-autofocus onClick={close}>
            {t('services.secretKept')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
