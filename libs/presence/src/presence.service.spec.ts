import { PresenceService } from './presence.service';

const start = Date.UTC(2026, 10, 23);

describe('PresenceService', () => {
  it('counts a request as a sign of life for 90 s', () => {
    const presence = new PresenceService();
    presence.touch('ann', 'phone', start);
    expect(presence.isOnline('ann', start + 89_999)).toBe(true);
    expect(presence.isOnline('ann', start + 90_000)).toBe(false);
    expect(presence.isOnline('bob', start)).toBe(false);
  });

  it('keeps somebody online who logs out on one of two devices', () => {
    const presence = new PresenceService();
    presence.touch('ann', 'phone', start);
    presence.touch('ann', 'laptop', start);
    presence.gone('ann', ['phone']);
    expect(presence.isOnline('ann', start)).toBe(true);
    presence.gone('ann', ['laptop']);
    expect(presence.isOnline('ann', start)).toBe(false);
    expect(presence.lastSeenOf('ann')).toEqual(new Date(start));
  });

  it('hands out what is unsaved once, and again if saving failed, the latest time winning', () => {
    const presence = new PresenceService();
    presence.touch('ann', 'phone', start);
    const taken = presence.takeUnsaved();
    expect([...taken]).toEqual([['ann', start]]);
    expect(presence.takeUnsaved().size).toBe(0);
    presence.touch('ann', 'phone', start + 5);
    presence.giveBack(taken);
    expect([...presence.takeUnsaved()]).toEqual([['ann', start + 5]]);
  });

  it('forgets the silent, but no unsaved time', () => {
    const presence = new PresenceService();
    presence.touch('ann', 'phone', start);
    presence.prune(start + 100_000);
    expect(presence.lastSeenOf('ann')).toEqual(new Date(start));
    presence.takeUnsaved();
    presence.prune(start + 100_000);
    expect(presence.lastSeenOf('ann')).toBeUndefined();
  });
});
