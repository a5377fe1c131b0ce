import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { Dialog } from '../ui/dialog';
import { useState } from 'react';
import { useBranding } from '../app/branding';
import { useT } from '../i18n/i18n-provider';
import { download } from '../ui/download';
import { Icon } from '../ui/icons';

/** They are shown once, so this closes only when the person says that they are kept. */
export function RecoveryCodesDialog({ codes, close }: { codes: string[]; close: () => void }) {
  const t = useT();
  const { name } = useBranding();
  const [isKept, setKept] = useState(false);
  const text = codes.join('\n');
  return (
    <Dialog
      onClose={close}
      title={t('recovery.dialogTitle')}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack>
        <Text>{t('recovery.dialogText')}</Text>
        <ul className="codes" aria-label={t('recovery.title')}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<Icon name="copy" />}
            onClick={() => void navigator.clipboard.writeText(text)}
          >
            {t('action.copy')}
          </Button>
          <Button
            variant="default"
            leftSection={<Icon name="download" />}
            onClick={() => download(`${name}-recovery-codes.txt`, new Blob([`${text}\n`], { type: 'text/plain' }))}
          >
            {t('action.download')}
          </Button>
        </Group>
        <Checkbox
          label={t('recovery.kept')}
          checked={isKept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button disabled={!isKept} onClick={close}>
            {t('action.done')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
