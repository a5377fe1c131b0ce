import { Code, Table, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client, type Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { ColumnHeads } from '../ui/column-heads';
import { Icon } from '../ui/icons';
import { Page } from '../ui/page';
import { Panel } from '../ui/panel';
import { QueryView } from '../ui/query-view';
import { EmptyState } from '../ui/states';
import { TableScroll } from '../ui/table-scroll';
import { Tag } from '../ui/tag';

type Setting = Schemas['Setting'];

export default function SettingsPage() {
  const t = useT();
  const [text, setText] = useState('');
  const settings = useQuery({ queryKey: ['settings'], queryFn: () => client.api.GET('/api/settings') });
  return (
    <Page title={t('settings.title')} description={t('settings.description')}>
      <TextInput
        type="search"
        aria-label={t('settings.search')}
        placeholder={t('settings.search')}
        leftSection={<Icon name="search" />}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <QueryView query={settings} rows={10}>
        {({ items }) => <Groups settings={items.filter((setting) => matches(setting, text))} />}
      </QueryView>
    </Page>
  );
}

const matches = ({ name, description }: Setting, text: string) =>
  `${name} ${description}`.toLowerCase().includes(text.trim().toLowerCase());

function Groups({ settings }: { settings: Setting[] }) {
  const t = useT();
  const groups = [...new Set(settings.map(({ group }) => group))];
  if (groups.length === 0) return <EmptyState icon="search" title={t('settings.none')} />;
  return groups.map((group) => (
    <Panel key={group} title={group}>
      <TableScroll label={group}>
        <Table verticalSpacing="sm" className="settings">
          <ColumnHeads names={[t('settings.setting'), t('user.value')]} />
          <Table.Tbody>
            {settings
              .filter((setting) => setting.group === group)
              .map((setting) => (
                <Row key={setting.name} setting={setting} />
              ))}
          </Table.Tbody>
        </Table>
      </TableScroll>
    </Panel>
  ));
}

function Row({ setting: { name, description, value, is_secret, is_set, default: byDefault } }: { setting: Setting }) {
  const t = useT();
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        <Code className="plain-code">{name}</Code>
        <Text size="sm" c="dimmed">
          {description}
        </Text>
      </Table.Th>
      <Table.Td>
        {is_secret ? (
          <Tag tone={is_set ? 'good' : 'plain'}>{t(is_set ? 'settings.secretSet' : 'settings.notSet')}</Tag>
        ) : (
          <Code className="plain-code">{value ?? t('settings.notSet')}</Code>
        )}
        {!is_set && byDefault !== null && (
          <Text size="sm" c="dimmed">
            {t('settings.default')}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
