import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFormat, useT } from '../i18n/i18n-provider';
import { ColumnHeads } from '../ui/column-heads';
import { Panel } from '../ui/panel';
import { QueryView } from '../ui/query-view';
import { Tag } from '../ui/tag';
import { Ago } from '../ui/time';
import { TableScroll } from '../ui/table-scroll';
import { followersQuery } from './services.queries';

/** The promise is 250 ms; milliseconds. */
const LATE = 250;

/** Services that follow the authorization events now. */
export function FollowersPanel() {
  const t = useT();
  const format = useFormat();
  const followers = useQuery(followersQuery);
  return (
    <Panel title={t('followers.title')} description={t('followers.text')}>
      <QueryView query={followers} rows={2}>
        {(items) =>
          items.length === 0 ? (
            <Text c="dimmed" size="sm">
              {t('followers.none')}
            </Text>
          ) : (
            <TableScroll label={t('followers.title')}>
              <Table verticalSpacing="sm">
                <ColumnHeads names={[t('followers.service'), t('followers.since'), t('followers.lag')]} />
                <Table.Tbody>
                  {items.map(({ id, name, client_id, connected_at, lag_ms }) => (
                    <Table.Tr key={id}>
                      <Table.Th scope="row" fw={500}>
                        {name ?? client_id}
                      </Table.Th>
                      <Table.Td>
                        <Ago at={connected_at} />
                      </Table.Td>
                      <Table.Td>
                        <Tag tone={lag_ms > LATE ? 'warn' : 'good'}>
                          {t('unit.milliseconds', { value: format.number(lag_ms) })}
                        </Tag>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </TableScroll>
          )
        }
      </QueryView>
    </Panel>
  );
}
