import { Button, Code, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client, type Schemas } from '../api/client';
import { useFormat, useT } from '../i18n/i18n-provider';
import { ColumnHeads } from '../ui/column-heads';
import { useConfirm } from '../ui/confirm';
import { Page } from '../ui/page';
import { Panel } from '../ui/panel';
import { QueryView } from '../ui/query-view';
import { TableScroll } from '../ui/table-scroll';
import { Tag, type Tone } from '../ui/tag';
import { useAction } from '../ui/use-action';

type Key = Schemas['SigningKey'];

const tones: Record<Key['state'], Tone> = { published: 'accent', signing: 'good', retiring: 'warn', retired: 'plain' };
const refresh = [['signing-keys'], ['audit']];

export default function KeysPage() {
  const t = useT();
  const keys = useQuery({ queryKey: ['signing-keys'], queryFn: () => client.api.GET('/api/signing-keys') });
  return (
    <Page title={t('keys.title')} description={t('keys.description')} actions={<Rotate />}>
      <Panel title={t('keys.list')}>
        <QueryView query={keys}>{({ items }) => <Keys items={items} />}</QueryView>
      </Panel>
      <Withdraw />
    </Page>
  );
}

function Rotate() {
  const t = useT();
  const format = useFormat();
  const confirm = useConfirm();
  const rotate = useAction({
    run: () => client.api.POST('/api/signing-keys/rotate', { body: {} }),
    refresh,
    done: ({ active_at }) => t('keys.rotated', { at: format.dateTime(active_at) }),
  });
  const ask = async () => {
    if (await confirm({ title: t('keys.rotate'), text: t('keys.rotateText'), confirm: t('keys.rotate') }))
      rotate.mutate();
  };
  return (
    <Button loading={rotate.isPending} onClick={() => void ask()}>
      {t('keys.rotate')}
    </Button>
  );
}

/** For a key that another person may have. */
function Withdraw() {
  const t = useT();
  const confirm = useConfirm();
  const withdraw = useAction({
    run: () => client.api.POST('/api/signing-keys/withdraw'),
    refresh,
    done: () => t('keys.withdrawn'),
  });
  const ask = async () => {
    const answer = await confirm({
      title: t('keys.withdraw'),
      text: t('keys.withdrawText'),
      confirm: t('keys.withdraw'),
      danger: true,
    });
    if (answer) withdraw.mutate();
  };
  return (
    <Panel title={t('keys.emergency')} description={t('keys.withdrawText')}>
      <div>
        <Button color="red" variant="outline" loading={withdraw.isPending} onClick={() => void ask()}>
          {t('keys.withdraw')}
        </Button>
      </div>
    </Panel>
  );
}

function Keys({ items }: { items: Key[] }) {
  const t = useT();
  const format = useFormat();
  return (
    <TableScroll label={t('keys.list')}>
      <Table verticalSpacing="sm" miw={680}>
        <ColumnHeads names={[t('keys.kid'), t('users.column.state'), t('keys.active'), t('keys.retires')]} />
        <Table.Tbody>
          {items.map(({ kid, state, active_at, retires_at }) => (
            <Table.Tr key={kid}>
              <Table.Th scope="row">
                <Code className="plain-code">{kid}</Code>
              </Table.Th>
              <Table.Td>
                <Tag tone={tones[state]}>{t(`keys.state.${state}`)}</Tag>
              </Table.Td>
              <Table.Td>{format.dateTime(active_at)}</Table.Td>
              <Table.Td>{retires_at ? format.dateTime(retires_at) : '–'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  );
}
