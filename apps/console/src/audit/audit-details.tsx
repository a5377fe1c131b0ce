import { Table } from '@mantine/core';
import type { AuditEntry } from '../api/client';
import { type Formats } from '../i18n/formats';
import { useFormat, useT } from '../i18n/i18n-provider';
import { ColumnHeads } from '../ui/column-heads';
import { CopyId } from '../ui/copy-id';
import { Details } from '../ui/details';
import { At } from '../ui/time';
import { detailsOf, type Difference } from './differences';

export function AuditDetails({ entry }: { entry: AuditEntry }) {
  const t = useT();
  const format = useFormat();
  const { differences, facts } = detailsOf(entry.details);
  const origin: [string, React.ReactNode][] = [
    [t('audit.time'), <At at={entry.at} />],
    [t('audit.code'), entry.action],
    ...facts.map(([name, value]): [string, string] => [name, inWords(value, format)]),
  ];
  if (entry.ip) origin.push([t('audit.ip'), entry.ip]);
  if (entry.user_agent) origin.push([t('audit.userAgent'), entry.user_agent]);
  if (entry.request_id) origin.push([t('audit.request'), entry.request_id]);
  origin.push([t('field.id'), <CopyId id={entry.id} />]);
  return (
    <div className="audit-details">
      {differences.length > 0 && <Differences differences={differences} />}
      <Details items={origin} />
    </div>
  );
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function inWords(value: unknown, format: Formats): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return INSTANT.test(value) ? format.dateTime(value) : value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function Differences({ differences }: { differences: Difference[] }) {
  const t = useT();
  const format = useFormat();
  return (
    <Table className="diff" mb="md">
      <ColumnHeads names={[t('diff.field'), t('diff.before'), t('diff.after')]} />
      <Table.Tbody>
        {differences.map(({ field, before, after }) => (
          <Table.Tr key={field}>
            <Table.Th scope="row">{field}</Table.Th>
            <Table.Td>{before === undefined ? '–' : <del>{inWords(before, format)}</del>}</Table.Td>
            <Table.Td>{after === undefined ? '–' : <ins>{inWords(after, format)}</ins>}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
