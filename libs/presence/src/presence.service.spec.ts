import { MemoryPresenceTracker } from './memory-presence-tracker';
import { PresenceService } from './presence.service';

const start = Date.UTC(2026, 10, 23);

describe('PresenceService', () => {
  let now: number;
  let presence: PresenceService;

  beforeEach(() => {
    now = start;
    presence = new PresenceService(new MemoryPresenceTracker(() => now));
  });

  it('a request counts for 90 s', async () => {
    presence.recordRequestActivity('ann', 'phone');
    now += 89_999;
    expect(await presence.listOnlineUserIds()).toEqual(['ann']);
    now += 1;
    expect(await presence.getOne('ann')).toMatchObject({ isOnline: false, lastSeen: start });
  });

  it('stays online after logging out on one of two devices', async () => {
    presence.recordRequestActivity('ann', 'phone');
    presence.recordRequestActivity('ann', 'laptop');
    presence.onSessionsRevoked('ann', ['phone']);
    expect(await presence.getOne('ann')).toMatchObject({ isOnline: true });
    presence.onSessionsRevoked('ann', ['laptop']);
    expect(await presence.getOne('ann')).toMatchObject({ isOnline: false, lastSeen: start });
  });

  it('returns every requested user', async () => {
    presence.recordRequestActivity('ann', 'phone');
    const answer = await presence.getMany(['ann', 'bob']);
    expect([...answer].map(([id, { status, lastSeen }]) => [id, status, lastSeen])).toEqual([
      ['ann', 'online', start],
      ['bob', 'offline', null],
    ]);
  });
});
