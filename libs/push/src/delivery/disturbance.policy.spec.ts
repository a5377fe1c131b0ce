import { defaults } from '../preferences/preferences';
import { disturbance } from './disturbance.policy';

const now = new Date('2026-11-23T23:30:00Z');
const quietHours = { from: '22:00', to: '07:00', time_zone: 'UTC' };

it.each(['online', 'offline'] as const)('nothing speaks against telling somebody who is %s', (status) => {
  expect(disturbance({ ...defaults, dnd: 'hold' }, status, now)).toEqual({ silent: false });
});

it('somebody who does not want to be disturbed is told without sound, or asked for again in a minute', () => {
  expect(disturbance(defaults, 'dnd', now)).toEqual({ silent: true });
  expect(disturbance({ ...defaults, dnd: 'hold' }, 'dnd', now)).toEqual({ hold: new Date('2026-11-23T23:31:00Z') });
});

it.each(['online', 'offline', 'dnd'] as const)(
  'in quiet hours so is somebody who is %s, held until they end',
  (status) => {
    expect(disturbance({ ...defaults, quietHours }, status, now)).toEqual({ silent: true });
    expect(disturbance({ ...defaults, quietHours, dnd: 'hold' }, status, now)).toEqual({
      hold: new Date('2026-11-24T07:00:00Z'),
    });
  },
);
