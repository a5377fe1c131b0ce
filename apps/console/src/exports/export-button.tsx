import { Button, Menu } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { client, type Schemas } from '../api/client';
import { useFormat, useT } from '../i18n/i18n-provider';
import { download } from '../ui/download';
import { Icon } from '../ui/icons';
import { explain } from '../ui/problem';
import { showFailure } from '../ui/toasts';
import { useAction } from '../ui/use-action';

const formats = ['csv', 'ndjson'] as const;
type Format = (typeof formats)[number];
/** Milliseconds. */
const POLL = 1000;

interface Props {
  /** Of the file, without its ending. */
  name: string;
  start: (format: Format) => Promise<Schemas['DataExport']>;
}

/** Exports what is filtered. The service writes the file as a job, and it is downloaded when it is ready. */
export function ExportButton({ name, start }: Props) {
  const t = useT();
  const [id, setId] = useState<string>();
  const begin = useAction({ run: start, onDone: (started) => setId(started.id) });
  const isRunning = useDownload(id, name, () => setId(undefined));
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<Icon name="download" size={16} />}
          loading={begin.isPending || isRunning}
        >
          {t('export.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map((format) => (
          <Menu.Item key={format} onClick={() => begin.mutate(format)}>
            {t(`export.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function useDownload(id: string | undefined, name: string, close: () => void): boolean {
  const t = useT();
  const format = useFormat();
  const job = useQuery({
    queryKey: ['export', id],
    queryFn: () => client.api.GET('/api/exports/{id}', { params: { path: { id: id! } } }),
    enabled: id !== undefined,
    refetchInterval: POLL,
  });
  const { data, error } = job;
  useEffect(() => {
    if (id === undefined || (!error && data?.state !== 'done' && data?.state !== 'failed')) return;
    close();
    if (error || data?.state !== 'done') return showFailure(error ? explain(error, t, format) : t('export.failed'));
    void fetchFile(data).then(
      (file) => download(`${name}.${data.format}`, file),
      (failure: unknown) => showFailure(explain(failure, t, format)),
    );
    // Once for each export: the other values are new functions of each rendering.
  }, [id, data?.state, error]);
  return id !== undefined;
}

async function fetchFile({ id, format }: Schemas['DataExport']): Promise<Blob> {
  const content: unknown = await client.api.GET('/api/exports/{id}/file', { params: { path: { id } } });
  return new Blob([content as BlobPart], { type: format === 'csv' ? 'text/csv' : 'application/x-ndjson' });
}
