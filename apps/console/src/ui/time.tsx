import { useEffect, useState } from 'react';
import { useFormat } from '../i18n/i18n-provider';

/** Relative times stay true while they are shown; milliseconds. */
const TICK = 30_000;

function useTick(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), TICK);
    return () => clearInterval(timer);
  }, []);
}

/** "3 minutes ago", with the exact time on hover. */
export function Ago({ at }: { at: string }) {
  const format = useFormat();
  useTick();
  return (
    <time dateTime={at} title={format.dateTime(at)}>
      {format.relative(at)}
    </time>
  );
}

export function At({ at }: { at: string }) {
  const format = useFormat();
  return <time dateTime={at}>{format.dateTime(at)}</time>;
}

export function Day({ at }: { at: string }) {
  const format = useFormat();
  return (
    <time dateTime={at} title={format.dateTime(at)}>
      {format.date(at)}
    </time>
  );
}
