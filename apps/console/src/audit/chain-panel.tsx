import { Button, Code } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client, type Schemas } from '../api/client';
import { useFormat, useT } from '../i18n/i18n-provider';
import { Details } from '../ui/details';
import { Panel } from '../ui/panel';
import { QueryView } from '../ui/query-view';
import { Tag, type Tone } from '../ui/tag';
import { Ago } from '../ui/time';
import { useAction } from '../ui/use-action';

type Verification = NonNullable<Schemas['AuditChain']['verification']>;

const tones: Record<Verification['state'], Tone> = { running: 'accent', whole: 'good', broken: 'bad' };
/** While a verification runs; milliseconds. */
const POLL = 1000;

/** Whether the log is whole. */
export function ChainPanel() {
  const t = useT();
  const format = useFormat();
  const chain = useQuery({
    queryKey: ['audit', 'chain'],
    queryFn: () => client.api.GET('/api/audit-log/chain'),
    refetchInterval: ({ state }) => (state.data?.verification?.state === 'running' ? POLL : false),
  });
  const verify = useAction({
    run: () => client.api.POST('/api/audit-log/chain/verify'),
    refresh: [['audit', 'chain']],
  });
  return (
    <Panel
      title={t('chain.title')}
      description={t('chain.text')}
      actions={
        <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
          {t('chain.verify')}
        </Button>
      }
    >
      <QueryView query={chain} rows={2}>
        {({ entries, head, verification }) => (
          <Details
            items={[
              [t('chain.entries'), format.number(entries)],
              [t('chain.head'), <Code className="plain-code">{head}</Code>],
              [t('chain.verified'), verification ? <Verified verification={verification} /> : t('presence.never')],
            ]}
          />
        )}
      </QueryView>
    </Panel>
  );
}

function Verified({ verification: { state, finished_at, broken_at } }: { verification: Verification }) {
  const t = useT();
  return (
    <span className="parts">
      <Tag tone={tones[state]}>{t(`chain.state.${state}`)}</Tag>
      {broken_at !== null && <span>{t('chain.broken', { entry: broken_at })}</span>}
      {finished_at && <Ago at={finished_at} />}
    </span>
  );
}
