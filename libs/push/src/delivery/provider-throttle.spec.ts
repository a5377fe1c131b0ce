import { ProviderThrottle } from './provider-throttle';

const now = Date.UTC(2026, 10, 23);

describe('ProviderThrottle', () => {
  it('delays one server until its pause ends', () => {
    const throttle = new ProviderThrottle();
    throttle.pause('one', 3, now);
    expect([throttle.delayFor('one', now + 1000), throttle.delayFor('other', now + 1000)]).toEqual([2000, 0]);
    expect(throttle.delayFor('one', now + 3000)).toBe(0);
  });

  it('staggers those that wait', () => {
    const throttle = new ProviderThrottle();
    throttle.pause('one', 3, now);
    const waits = Array.from({ length: 1000 }, () => throttle.delayFor('one', now));
    expect([waits[0], waits[1], waits[999]]).toEqual([3000, 3005, 7995]);
  });

  it('extends a pause, never shortens it', () => {
    const throttle = new ProviderThrottle();
    throttle.pause('one', 60, now);
    throttle.pause('one', 3, now);
    expect(throttle.delayFor('one', now)).toBe(60_000);
    throttle.pause('one', 90, now);
    expect(throttle.delayFor('one', now)).toBe(90_000);
  });
});
