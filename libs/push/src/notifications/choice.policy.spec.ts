import { choose } from './choice.policy';

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
  mayMail: true,
} as const;
const none = (reason: string) => devices.map(({ id }) => ({ id, reason }));

describe('choose', () => {
  it('takes every device that can be reached, and says why not the others', () => {
    expect(choose(usual)).toEqual({
      devices: ['phone', 'browser'],
      skipped: [{ id: 'desktop', reason: 'no_push_token' }],
      mail: false,
    });
  });

  it('leaves out whose provider is not set up', () => {
    expect(choose({ ...usual, isReady: (kind) => kind === 'webpush' })).toMatchObject({
      devices: ['browser'],
      skipped: [
        { id: 'phone', reason: 'provider_not_set_up' },
        { id: 'desktop', reason: 'no_push_token' },
      ],
    });
  });

  it('mails where no device is left, if that may be', () => {
    const silent = { ...usual, channels: { ...usual.channels, push: false } };
    expect(choose(silent)).toEqual({ devices: [], skipped: none('switched_off'), mail: true });
    expect(choose({ ...usual, devices: [] }).mail).toBe(true);
    expect(choose({ ...usual, devices: [], mayMail: false }).mail).toBe(false);
    expect(choose({ ...silent, channels: { push: false, mail: false, socket: true } }).mail).toBe(false);
  });

  it.each(['online', 'dnd'] as const)('takes nobody who is %s where only those who are offline are meant', (status) => {
    const answer = choose({ ...usual, onlyIfOffline: true, status });
    expect(answer).toEqual({ devices: [], skipped: none('online'), mail: false });
  });

  it('answers alike for the online and the offline where the sender does not ask', () => {
    for (const status of ['online', 'dnd', 'offline'] as const)
      expect(choose({ ...usual, status })).toEqual(choose(usual));
    expect(choose({ ...usual, onlyIfOffline: true, status: 'offline' })).toEqual(choose(usual));
  });
});
