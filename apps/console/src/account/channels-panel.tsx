import { Switch, Table, Text } from '@mantine/core';
import type { Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Panel } from '../ui/panel';

const kinds = ['message', 'mention', 'call', 'system', 'security'] as const;
const channels = ['push', 'mail', 'socket'] as const;

interface Props {
  preferences: Schemas['NotificationPreferences'];
  isBusy: boolean;
  save: (edit: Schemas['NotificationPreferencesEdit']) => void;
}

export function ChannelsPanel({ preferences, isBusy, save }: Props) {
  const t = useT();
  return (
    <Panel title={t('notifications.kinds')} description={t('notifications.kindsText')}>
      <Table verticalSpacing="sm" className="channels">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('notifications.kind')}</Table.Th>
            {channels.map((channel) => (
              <Table.Th key={channel} scope="col">
                {t(`channel.${channel}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {kinds.map((kind) => (
            <Table.Tr key={kind}>
              <Table.Th scope="row">
                <Text fw={550}>{t(`kind.${kind}`)}</Text>
                <Text size="sm" c="dimmed" fw={400} visibleFrom="xs">
                  {t(`kind.${kind}.text`)}
                </Text>
              </Table.Th>
              {channels.map((channel) => {
                const isOn = preferences.kinds[kind][channel];
                // Security notices are always mailed.
                const isFixed = kind === 'security' && channel === 'mail';
                return (
                  <Table.Td key={channel}>
                    <Switch
                      aria-label={t('notifications.switch', {
                        kind: t(`kind.${kind}`),
                        channel: t(`channel.${channel}`),
                      })}
                      checked={isOn}
                      disabled={isBusy || isFixed}
                      onChange={() => save({ kinds: { [kind]: { [channel]: !isOn } } })}
                    />
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
