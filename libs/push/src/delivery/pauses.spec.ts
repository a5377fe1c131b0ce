import { Pauses } from './pauses';

const now = Date.UTC(2026, 10, 23);

describe('Pauses', () => {
  it('hold for one server, until their end', () => {
    const pauses = new Pauses();
    pauses.begin('one', 3, now);
    expect([pauses.queue('one', now + 1000), pauses.queue('other', now + 1000)]).toEqual([2000, 0]);
    expect(pauses.queue('one', now + 3000)).toBe(0);
  });

  it('let those that wait come back one after the other', () => {
    const pauses = new Pauses();
    pauses.begin('one', 3, now);
    const waits = Array.from({ length: 1000 }, () => pauses.queue('one', now));
    expect([waits[0], waits[1], waits[999]]).toEqual([3000, 3005, 7995]);
  });

  it('are prolonged, never shortened', () => {
    const pauses = new Pauses();
    pauses.begin('one', 60, now);
    pauses.begin('one', 3, now);
    expect(pauses.queue('one', now)).toBe(60_000);
    pauses.begin('one', 90, now);
    expect(pauses.queue('one', now)).toBe(90_000);
  });
});
