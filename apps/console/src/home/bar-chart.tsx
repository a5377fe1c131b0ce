import { Group, Text } from '@mantine/core';
import { useI18n } from '../i18n/i18n-provider';

interface Props {
  label: string;
  points: { from: string; good: number; bad: number }[];
  isByHour: boolean;
}

const WIDTH = 720;
const HEIGHT = 180;
/** Every so many bars the time is written. */
const EVERY = 6;

/** Sign-ins and failures on top of each other. The table below has the numbers. */
export function BarChart({ label, points, isByHour }: Props) {
  const { t, locale, format } = useI18n();
  const top = Math.max(4, ...points.map(({ good, bad }) => good + bad));
  const slot = WIDTH / Math.max(1, points.length);
  const scale = (value: number) => (value / top) * (HEIGHT - 8);
  const time = new Intl.DateTimeFormat(locale, isByHour ? { hour: 'numeric' } : { day: 'numeric', month: 'short' });
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <line className="chart-line" x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
        {points.map(({ from, good, bad }, index) => {
          const [goodHeight, badHeight] = [scale(good), scale(bad)];
          const x = index * slot + slot * 0.15;
          const y = HEIGHT - goodHeight;
          return (
            <g key={from}>
              <title>{`${format.dateTime(from)}: ${t('home.bar', { good, bad })}`}</title>
              <rect className="chart-slot" x={index * slot} y={0} width={slot} height={HEIGHT} />
              <rect className="chart-good" x={x} y={y} width={slot * 0.7} height={goodHeight} rx={2} />
              <rect className="chart-bad" x={x} y={y - badHeight} width={slot * 0.7} height={badHeight} rx={2} />
            </g>
          );
        })}
      </svg>
      <div className="chart-times" aria-hidden="true">
        {points
          .filter((_, index) => index % EVERY === 0)
          .map(({ from }) => (
            <span key={from}>{time.format(new Date(from))}</span>
          ))}
      </div>
      <Group component="figcaption" gap="md">
        <Text size="sm" component="span" className="legend legend-good">
          {t('home.series.sign_ins')}
        </Text>
        <Text size="sm" component="span" className="legend legend-bad">
          {t('home.series.sign_in_failures')}
        </Text>
      </Group>
    </figure>
  );
}
