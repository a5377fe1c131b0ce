import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { client, type Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { useConfirm } from '../ui/confirm';
import { Panel } from '../ui/panel';
import { Tag } from '../ui/tag';
import { useAction } from '../ui/use-action';
import { TotpSetup } from './totp-setup';

interface Props {
  isSet: boolean;
  showCodes: (codes: string[]) => void;
}

export function TotpPanel({ isSet, showCodes }: Props) {
  const t = useT();
  const confirm = useConfirm();
  const [setup, setSetup] = useState<Schemas['TotpSetup']>();
  const start = useAction({ run: () => client.mfa.startTotp(), onDone: setSetup });
  const remove = useAction({
    run: () => client.mfa.removeTotp(),
    refresh: [['account', 'mfa']],
    done: () => t('totp.removed'),
  });
  const askAndRemove = async () => {
    const answer = await confirm({
      title: t('totp.removeTitle'),
      text: t('totp.removeText'),
      confirm: t('action.remove'),
      danger: true,
    });
    if (answer) remove.mutate();
  };
  return (
    <Panel
      title={t('totp.title')}
      description={t('totp.description')}
      actions={
        isSet ? (
          <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => void askAndRemove()}>
            {t('action.remove')}
          </Button>
        ) : (
          <Button variant="default" loading={start.isPending} onClick={() => start.mutate()}>
            {t('totp.setUp')}
          </Button>
        )
      }
    >
      <Group>
        <Tag tone={isSet ? 'good' : 'plain'}>{t(isSet ? 'totp.on' : 'totp.off')}</Tag>
      </Group>
      {setup && (
        <TotpSetup
          setup={setup}
          close={() => setSetup(undefined)}
          done={(codes) => {
            setSetup(undefined);
            showCodes(codes);
          }}
        />
      )}
    </Panel>
  );
}
