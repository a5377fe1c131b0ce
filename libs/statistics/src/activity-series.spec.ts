import { seriesStart, toSeries } from './activity-series';

const now = Date.parse('2026-03-01T10:20:30.000Z');
const at = (hour: string) => new Date(hour);

describe('toSeries', () => {
  it('has a point for each hour, the running one last', () => {
    const counts = [
      { hour: at('2026-03-01T10:00:00Z'), kind: 'sign_ins', count: 2 },
      { hour: at('2026-02-28T11:00:00Z'), kind: 'bans', count: 1 },
      { hour: at('2026-02-28T10:00:00Z'), kind: 'bans', count: 9 },
    ];
    const series = toSeries(counts, 'hour', 24, now);
    expect(series).toHaveLength(24);
    expect(series[0]).toMatchObject({ from: at('2026-02-28T11:00:00Z'), bans: 1, sign_ins: 0 });
    expect(series.at(-1)).toMatchObject({ from: at('2026-03-01T10:00:00Z'), bans: 0, sign_ins: 2 });
  });

  it('adds the hours of a day (UTC), over the end of a month', () => {
    const counts = [
      { hour: at('2026-02-28T00:00:00Z'), kind: 'registrations', count: 3 },
      { hour: at('2026-02-28T23:00:00Z'), kind: 'registrations', count: 4 },
      { hour: at('2026-03-01T00:00:00Z'), kind: 'registrations', count: 5 },
    ];
    const series = toSeries(counts, 'day', 30, now);
    expect(series.map(({ registrations }) => registrations).slice(-3)).toEqual([0, 7, 5]);
    expect(series[0]!.from).toEqual(new Date(seriesStart('day', 30, now)));
  });

  it('leaves out kinds of another version', () => {
    const series = toSeries([{ hour: at('2026-03-01T10:00:00Z'), kind: 'toString', count: 1 }], 'hour', 1, now);
    expect(Object.values(series[0]!).filter((value) => typeof value !== 'number')).toEqual([series[0]!.from]);
    expect(Object.hasOwn(series[0]!, 'toString')).toBe(false);
  });
});
