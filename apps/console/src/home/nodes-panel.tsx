import type { Schemas } from '../api/client';
import { useFormat, useT } from '../i18n/i18n-provider';
import { Details } from '../ui/details';
import { Panel } from '../ui/panel';
import { Tag } from '../ui/tag';

/** The processes of the service, and the services that follow the events. */
export function NodesPanel({ statistics: { nodes, followers } }: { statistics: Schemas['Statistics'] }) {
  const t = useT();
  const format = useFormat();
  const inMilliseconds = (value: number) => t('unit.milliseconds', { value: format.number(value) });
  return (
    <Panel title={t('nodes.title')}>
      <Details
        items={[
          [t('nodes.running'), <Tag tone="good">{format.number(nodes.running)}</Tag>],
          [t('nodes.lost'), nodes.lost > 0 ? <Tag tone="bad">{format.number(nodes.lost)}</Tag> : format.number(0)],
          [t('nodes.sockets'), format.number(nodes.sockets)],
          [t('nodes.followers'), format.number(followers.connected)],
          [t('nodes.lag'), inMilliseconds(followers.max_lag_ms)],
        ]}
      />
    </Panel>
  );
}
