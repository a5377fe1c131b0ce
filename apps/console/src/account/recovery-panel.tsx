import { Button, Group, Text } from '@mantine/core';
import { client, type Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { useConfirm } from '../ui/confirm';
import { Panel } from '../ui/panel';
import { useAction } from '../ui/use-action';

interface Props {
  mfa: Schemas['Mfa'];
  showCodes: (codes: string[]) => void;
}

/** Recovery codes, and the devices that are not asked for the second factor. */
export function RecoveryPanel({ mfa, showCodes }: Props) {
  const t = useT();
  const confirm = useConfirm();
  const renew = useAction({
    run: () => client.mfa.renewRecoveryCodes(),
    refresh: [['account', 'mfa']],
    onDone: ({ recovery_codes }) => showCodes(recovery_codes),
  });
  const forget = useAction({
    run: () => client.mfa.removeTrustedDevices(),
    refresh: [['account', 'mfa']],
    done: () => t('recovery.untrusted'),
  });
  const askAndRenew = async () => {
    const answer = await confirm({
      title: t('recovery.renewTitle'),
      text: t('recovery.renewText'),
      confirm: t('recovery.renew'),
    });
    if (answer) renew.mutate();
  };
  return (
    <Panel title={t('recovery.title')} description={t('recovery.description')}>
      <Group justify="space-between">
        <Text>{t('recovery.left', { count: mfa.recovery_codes_left })}</Text>
        <Button variant="default" loading={renew.isPending} onClick={() => void askAndRenew()}>
          {t('recovery.renew')}
        </Button>
      </Group>
      {mfa.trusted_devices > 0 && (
        <Group justify="space-between">
          <Text>{t('recovery.trusted', { count: mfa.trusted_devices })}</Text>
          <Button variant="default" loading={forget.isPending} onClick={() => forget.mutate()}>
            {t('recovery.untrust')}
          </Button>
        </Group>
      )}
    </Panel>
  );
}
