import { fold, shown, type Sign } from './fold';
import type { StatusChoice } from './presence';

const now = Date.UTC(2026, 10, 23);
const phone: Sign = { kind: 'ios', idle: false };
const says = (status: StatusChoice['status'], until: number | null = null): StatusChoice => ({
  status,
  text: 'tea',
  until,
});

describe('fold', () => {
  it('is offline without a sign, text and all', () => {
    expect(fold([], says('dnd'), now)).toMatchObject({ status: 'offline', text: null, devices: [], seen: 0 });
  });

  it('is away only if every device is idle', () => {
    const idle: Sign = { kind: 'web', idle: true };
    expect(fold([idle, idle], null, now)).toMatchObject({ status: 'away', devices: ['web'] });
    expect(fold([idle, phone], null, now)).toMatchObject({ status: 'online', devices: ['ios', 'web'] });
  });

  it('lets away and dnd win over the devices, and `online` say nothing', () => {
    expect(fold([phone], says('dnd'), now).status).toBe('dnd');
    expect(fold([phone], says('away'), now).status).toBe('away');
    expect(fold([{ idle: true }], says('online'), now)).toMatchObject({ status: 'away', text: 'tea' });
  });

  it('forgets what was said at its time, and knows when to look again', () => {
    expect(fold([phone], says('dnd', now + 5), now)).toMatchObject({ status: 'dnd', next: now + 5 });
    expect(fold([phone], says('dnd', now), now)).toMatchObject({ status: 'online', text: null, choice: null });
    expect(fold([phone], null, now).next).toBe(Infinity);
  });

  it('counts a sign until its time, and when it was there after that', () => {
    const request: Sign = { idle: false, until: now + 90, seen: now };
    expect(fold([request], null, now + 89)).toMatchObject({ status: 'online', devices: [], next: now + 90 });
    expect(fold([request], null, now + 90)).toMatchObject({ status: 'offline', seen: now });
    expect(fold([phone], null, now).seen).toBe(now);
  });

  it('shows who is invisible exactly like who is offline', () => {
    const invisible = fold([phone], says('invisible'), now);
    expect(invisible).toMatchObject({ status: 'invisible', text: 'tea', devices: ['ios'] });
    expect(shown(invisible)).toEqual(shown(fold([], null, now)));
  });
});
