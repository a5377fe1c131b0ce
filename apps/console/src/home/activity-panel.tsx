import { Button, Group } from '@mantine/core';
import { useFormat, useT } from '../i18n/i18n-provider';
import { Panel } from '../ui/panel';
import { BarChart } from './bar-chart';
import { type Point, totalsOf } from './totals';

const spans = ['last_24_hours', 'last_30_days'] as const;
export type Span = (typeof spans)[number];

const series = ['sign_ins', 'sign_in_failures', 'registrations', 'bans', 'pushes_sent', 'pushes_failed'] as const;

interface Props {
  points: Point[];
  span: Span;
  setSpan: (span: Span) => void;
}

export function ActivityPanel({ points, span, setSpan }: Props) {
  const t = useT();
  const format = useFormat();
  const totals = totalsOf(points);
  return (
    <Panel
      title={t('home.activity')}
      actions={
        <Group gap={4} role="group" aria-label={t('home.span')}>
          {spans.map((value) => (
            <Button
              key={value}
              size="xs"
              variant={value === span ? 'light' : 'default'}
              aria-pressed={value === span}
              onClick={() => setSpan(value)}
            >
              {t(`home.span.${value}`)}
            </Button>
          ))}
        </Group>
      }
    >
      <BarChart
        label={t('home.chart')}
        points={points.map(({ from, sign_ins, sign_in_failures }) => ({
          from,
          good: sign_ins,
          bad: sign_in_failures,
        }))}
        isByHour={span === 'last_24_hours'}
      />
      <dl className="totals">
        {series.map((name) => (
          <div key={name}>
            <dt>{t(`home.series.${name}`)}</dt>
            <dd>{format.number(totals[name])}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
