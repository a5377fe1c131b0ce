import { defaultPreferences } from '../preferences/preferences';
import { deliveryModeOf } from './delivery-mode.policy';

const now = new Date('2026-11-23T23:30:00Z');
const quietHours = { from: '22:00', to: '07:00', time_zone: 'UTC' };

it.each(['online', 'offline'] as const)('delivers with sound to a user who is %s', (status) => {
  expect(deliveryModeOf({ ...defaultPreferences, dnd: 'hold' }, status, now)).toEqual({ silent: false });
});

it('delivers to a user in dnd without sound, or checks again in a minute', () => {
  expect(deliveryModeOf(defaultPreferences, 'dnd', now)).toEqual({ silent: true });
  expect(deliveryModeOf({ ...defaultPreferences, dnd: 'hold' }, 'dnd', now)).toEqual({
    deferUntil: new Date('2026-11-23T23:31:00Z'),
  });
});

it.each(['online', 'offline', 'dnd'] as const)(
  'delivers to a user who is %s without sound in quiet hours, or when they end',
  (status) => {
    expect(deliveryModeOf({ ...defaultPreferences, quietHours }, status, now)).toEqual({ silent: true });
    expect(deliveryModeOf({ ...defaultPreferences, quietHours, dnd: 'hold' }, status, now)).toEqual({
      deferUntil: new Date('2026-11-24T07:00:00Z'),
    });
  },
);
