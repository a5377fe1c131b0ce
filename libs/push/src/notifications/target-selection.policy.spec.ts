import { selectTargets } from './target-selection.policy';

const devices = [
  { id: 'phone', kind: 'fcm' },
  { id: 'browser', kind: 'webpush' },
  { id: 'desktop', kind: null },
] as const;
const usual = {
  devices: [...devices],
  channels: { push: true, mail: true, socket: true },
  onlyIfOffline: false,
  status: 'offline',
  isReady: () => true,
  mailAllowed: true,
} as const;
const none = (reason: string) => devices.map(({ id }) => ({ id, reason }));

describe('selectTargets', () => {
  it('selects every reachable device, and gives a reason for each other', () => {
    expect(selectTargets(usual)).toEqual({
      devices: ['phone', 'browser'],
      skipped: [{ id: 'desktop', reason: 'no_push_token' }],
      mail: false,
    });
  });

  it('skips devices whose provider is not configured', () => {
    expect(selectTargets({ ...usual, isReady: (kind) => kind === 'webpush' })).toMatchObject({
      devices: ['browser'],
      skipped: [
        { id: 'phone', reason: 'provider_not_set_up' },
        { id: 'desktop', reason: 'no_push_token' },
      ],
    });
  });

  it('falls back to mail where no device is left and mail is allowed', () => {
    const silent = { ...usual, channels: { ...usual.channels, push: false } };
    expect(selectTargets(silent)).toEqual({ devices: [], skipped: none('switched_off'), mail: true });
    expect(selectTargets({ ...usual, devices: [] }).mail).toBe(true);
    expect(selectTargets({ ...usual, devices: [], mailAllowed: false }).mail).toBe(false);
    expect(selectTargets({ ...silent, channels: { push: false, mail: false, socket: true } }).mail).toBe(false);
  });

  it.each(['online', 'dnd'] as const)('selects nothing for a user who is %s with onlyIfOffline', (status) => {
    const answer = selectTargets({ ...usual, onlyIfOffline: true, status });
    expect(answer).toEqual({ devices: [], skipped: none('online'), mail: false });
  });

  it('does not reveal presence without onlyIfOffline', () => {
    for (const status of ['online', 'dnd', 'offline'] as const)
      expect(selectTargets({ ...usual, status })).toEqual(selectTargets(usual));
    expect(selectTargets({ ...usual, onlyIfOffline: true, status: 'offline' })).toEqual(selectTargets(usual));
  });
});
