import { AuthorizationState } from '#auth';
import { Metrics } from '#platform';
import { MemoryPresenceTracker } from './memory-presence-tracker';
import { PresenceLifecycle } from './presence-lifecycle';

describe('PresenceLifecycle', () => {
  const tracker = new MemoryPresenceTracker();
  const state = new AuthorizationState();
  const metrics = new Metrics();
  const lifecycle = new PresenceLifecycle(tracker, state, metrics);
  const status = async () => (await tracker.read(['ann'])).get('ann')!.status;
  let seq = 0;
  const revoke = (user_id: string | null, session_ids: string[]) =>
    state.apply({
      type: 'session-revoked',
      seq: ++seq,
      at: new Date().toISOString(),
      expires_at: new Date(Date.now() + 600_000).toISOString(),
      user_id,
      session_ids,
      reason: 'ban',
    });

  beforeAll(() => lifecycle.onModuleInit());
  afterAll(() => lifecycle.onApplicationShutdown());

  it('revokes local sessions that another node revoked, and no others', async () => {
    await tracker.connect({ id: '1', userId: 'ann', sessionId: 'laptop', deviceType: 'web' });
    tracker.watch(['ann', 'bob']);
    expect(await metrics.registry.metrics()).toMatch(/presence_connections 1\n[^]*presence_watched_users 2\n/);
    revoke(null, ['laptop']);
    revoke('ann', ['phone']);
    expect(await status()).toBe('online');
    revoke('ann', ['laptop']);
    expect(await status()).toBe('offline');
    expect(await metrics.registry.metrics()).toMatch(/presence_connections 0\n/);
  });

  it('records `last_seen` of online users on shutdown', async () => {
    await tracker.recordRequestActivity('ann', 'phone');
    tracker.drainLastSeen();
    await lifecycle.onModuleDestroy();
    expect([...tracker.drainLastSeen().keys()]).toEqual(['ann']);
  });
});
