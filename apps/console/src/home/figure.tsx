import { Anchor, Paper, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useT } from '../i18n/i18n-provider';
import { Sparkline } from './sparkline';

interface Props {
  label: string;
  value: string;
  /** The same over time, as a picture. */
  points?: number[];
  /** The list behind the number. */
  to?: string;
  search?: object;
  isLive?: boolean;
}

export function Figure({ label, value, points, to, search, isLive }: Props) {
  const t = useT();
  return (
    <Paper withBorder p="md" className="panel figure" role="group" aria-label={label}>
      <Text size="sm" c="dimmed" className="figure-label">
        {isLive && <span className="live-dot" aria-hidden="true" />}
        {label}
      </Text>
      <Text className="figure-value">{value}</Text>
      {points && <Sparkline points={points} />}
      {to && (
        <Anchor component={Link} to={to} search={search as never} size="sm">
          {t('home.show')}
          <span className="sr-only"> ({label})</span>
        </Anchor>
      )}
    </Paper>
  );
}
