import { Table } from '@mantine/core';
import type { Schemas } from '../api/client';
import { useFormat, useT } from '../i18n/i18n-provider';
import { Panel } from '../ui/panel';
import { TableScroll } from '../ui/table-scroll';
import { Tag } from '../ui/tag';

const states = ['waiting', 'retrying', 'failed'] as const;

export function QueuesPanel({ statistics }: { statistics: Schemas['Statistics'] }) {
  const t = useT();
  const format = useFormat();
  return (
    <Panel title={t('queues.title')}>
      <TableScroll label={t('queues.title')}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('queues.queue')}</Table.Th>
              {states.map((state) => (
                <Table.Th key={state} scope="col" className="number">
                  {t(`queues.${state}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {(['mails', 'pushes'] as const).map((queue) => (
              <Table.Tr key={queue}>
                <Table.Th scope="row" fw={500}>
                  {t(`queues.${queue}`)}
                </Table.Th>
                {states.map((state) => {
                  const count = statistics[queue][state];
                  return (
                    <Table.Td key={state} className="number">
                      {state === 'failed' && count > 0 ? (
                        <Tag tone="bad">{format.number(count)}</Tag>
                      ) : (
                        format.number(count)
                      )}
                    </Table.Td>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableScroll>
    </Panel>
  );
}
