import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useUser } from '@collabsphere/client/react';
import { useFormat, useT } from '../i18n/i18n-provider';
import { useCan } from '../session/permissions';
import { Page } from '../ui/page';
import { QueryView } from '../ui/query-view';
import { ActivityPanel, type Span } from './activity-panel';
import { NodesPanel } from './nodes-panel';
import { QueuesPanel } from './queues-panel';
import { Figure } from './figure';
import { statisticsQuery } from './statistics.query';
import { totalsOf } from './totals';
import { Welcome } from './welcome';

export default function HomePage() {
  const t = useT();
  const user = useUser();
  const can = useCan();
  return (
    <Page title={t('home.title')} description={user && t('home.hello', { name: user.full_name })}>
      {can.seeUsers ? <Overview /> : <Welcome />}
    </Page>
  );
}

function Overview() {
  const t = useT();
  const format = useFormat();
  const [span, setSpan] = useState<Span>('last_24_hours');
  const statistics = useQuery(statisticsQuery);
  return (
    <QueryView query={statistics} rows={8}>
      {(found) => {
        const now = totalsOf(found[span]);
        return (
          <>
            <div className="figures">
              <Figure
                label={t('home.online')}
                value={format.number(found.online)}
                to="/console/users"
                search={{ online: true }}
                isLive
              />
              <Figure
                label={t('home.signIns')}
                value={format.number(now.sign_ins)}
                points={found[span].map(({ sign_ins }) => sign_ins)}
              />
              <Figure
                label={t('home.registrations')}
                value={format.number(now.registrations)}
                points={found[span].map(({ registrations }) => registrations)}
              />
              <Figure
                label={t('home.banned')}
                value={format.number(found.banned)}
                to="/console/users"
                search={{ banned: true }}
              />
            </div>
            <ActivityPanel points={found[span]} span={span} setSpan={setSpan} />
            <div className="halves">
              <QueuesPanel statistics={found} />
              <NodesPanel statistics={found} />
            </div>
          </>
        );
      }}
    </QueryView>
  );
}
