import { aggregatePresence, toPublicView, type LivenessSignal } from './aggregate-presence';
import type { ManualStatus } from './presence';

const now = Date.UTC(2026, 10, 23);
const phone: LivenessSignal = { deviceType: 'ios', idle: false };
const manualStatus = (status: ManualStatus['status'], until: number | null = null): ManualStatus => ({
  status,
  text: 'tea',
  until,
});

describe('aggregatePresence', () => {
  it('is offline without a sign, text and all', () => {
    expect(aggregatePresence([], manualStatus('dnd'), now)).toMatchObject({
      status: 'offline',
      text: null,
      devices: [],
      lastSignalAt: 0,
    });
  });

  it('is away only if every device is idle', () => {
    const idle: LivenessSignal = { deviceType: 'web', idle: true };
    expect(aggregatePresence([idle, idle], null, now)).toMatchObject({ status: 'away', devices: ['web'] });
    expect(aggregatePresence([idle, phone], null, now)).toMatchObject({ status: 'online', devices: ['ios', 'web'] });
  });

  it('lets away and dnd win over the devices, and `online` say nothing', () => {
    expect(aggregatePresence([phone], manualStatus('dnd'), now).status).toBe('dnd');
    expect(aggregatePresence([phone], manualStatus('away'), now).status).toBe('away');
    expect(aggregatePresence([{ idle: true }], manualStatus('online'), now)).toMatchObject({
      status: 'away',
      text: 'tea',
    });
  });

  it('drops what has expired, and returns when the result changes next', () => {
    expect(aggregatePresence([phone], manualStatus('dnd', now + 5), now)).toMatchObject({
      status: 'dnd',
      nextChangeAt: now + 5,
    });
    expect(aggregatePresence([phone], manualStatus('dnd', now), now)).toMatchObject({
      status: 'online',
      text: null,
      manualStatus: null,
    });
    expect(aggregatePresence([phone], null, now).nextChangeAt).toBe(Infinity);
  });

  it('counts a liveness signal until it expires, and keeps its time after that', () => {
    const request: LivenessSignal = { idle: false, expiresAt: now + 90, seenAt: now };
    expect(aggregatePresence([request], null, now + 89)).toMatchObject({
      status: 'online',
      devices: [],
      nextChangeAt: now + 90,
    });
    expect(aggregatePresence([request], null, now + 90)).toMatchObject({ status: 'offline', lastSignalAt: now });
    expect(aggregatePresence([phone], null, now).lastSignalAt).toBe(now);
  });

  it('shows who is invisible exactly like who is offline', () => {
    const invisible = aggregatePresence([phone], manualStatus('invisible'), now);
    expect(invisible).toMatchObject({ status: 'invisible', text: 'tea', devices: ['ios'] });
    expect(toPublicView(invisible)).toEqual(toPublicView(aggregatePresence([], null, now)));
  });
});
