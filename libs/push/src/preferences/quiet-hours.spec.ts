import type { QuietHours } from './preferences';
import { isTimeZone, quietHoursEnd } from './quiet-hours';

const night: QuietHours = { from: '22:00', to: '07:00', time_zone: 'Europe/Berlin' };
const until = (hours: QuietHours, at: string) => quietHoursEnd(hours, new Date(at))?.toISOString();

describe('quietHoursEnd', () => {
  it.each([
    // Winter: Berlin is UTC+1.
    ['2026-11-23T20:59:00Z', undefined],
    ['2026-11-23T21:00:00Z', '2026-11-24T06:00:00.000Z'],
    ['2026-11-24T00:30:00Z', '2026-11-24T06:00:00.000Z'],
    ['2026-11-24T05:59:59Z', '2026-11-24T06:00:00.000Z'],
    ['2026-11-24T06:00:00Z', undefined],
    // Summer: UTC+2.
    ['2026-07-01T20:00:00Z', '2026-07-02T05:00:00.000Z'],
    // The nights between: the end goes by the new clock.
    ['2026-03-28T22:00:00Z', '2026-03-29T05:00:00.000Z'],
    ['2026-10-24T21:00:00Z', '2026-10-25T06:00:00.000Z'],
    // Over the end of a year.
    ['2026-12-31T22:30:00Z', '2027-01-01T06:00:00.000Z'],
  ])('overnight, at %s: %s', (at, end) => expect(until(night, at)).toBe(end));

  it.each([
    ['2026-11-23T10:59:00Z', undefined],
    ['2026-11-23T11:00:00Z', '2026-11-23T12:30:00.000Z'],
    ['2026-11-23T12:30:00Z', undefined],
  ])('at noon, at %s: %s', (at, end) =>
    expect(until({ from: '12:00', to: '13:30', time_zone: 'Europe/Berlin' }, at)).toBe(end),
  );

  it('goes by the day on which they begin', () => {
    const weekend: QuietHours = { ...night, days: ['fri', 'sat'] };
    // Friday evening, and the early Saturday that belongs to it; Sunday's early hours belong to Saturday.
    expect(until(weekend, '2026-11-27T22:00:00Z')).toBe('2026-11-28T06:00:00.000Z');
    expect(until(weekend, '2026-11-28T04:00:00Z')).toBe('2026-11-28T06:00:00.000Z');
    expect(until(weekend, '2026-11-29T04:00:00Z')).toBe('2026-11-29T06:00:00.000Z');
    expect(until(weekend, '2026-11-29T22:00:00Z')).toBeUndefined();
    expect(until(weekend, '2026-11-27T04:00:00Z')).toBeUndefined();
  });

  it('takes the same time twice for a whole day', () => {
    expect(until({ from: '08:00', to: '08:00', time_zone: 'UTC' }, '2026-11-23T07:59:00Z')).toBe(
      '2026-11-23T08:00:00.000Z',
    );
    expect(until({ from: '08:00', to: '08:00', time_zone: 'UTC' }, '2026-11-23T08:00:00Z')).toBe(
      '2026-11-24T08:00:00.000Z',
    );
  });

  it('knows zones with half hours, and the other side of the date line', () => {
    const at = '2026-11-23T18:00:00Z';
    expect(until({ from: '23:00', to: '06:00', time_zone: 'Asia/Kolkata' }, at)).toBe('2026-11-24T00:30:00.000Z');
    expect(until({ from: '06:00', to: '09:00', time_zone: 'Pacific/Kiritimati' }, at)).toBe('2026-11-23T19:00:00.000Z');
  });
});

it.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['America/Argentina/Ushuaia', true],
  ['Mars/Olympus', false],
  ['+02:00', false],
  ['', false],
])('isTimeZone(%j) is %s', (name, is) => expect(isTimeZone(name)).toBe(is));
