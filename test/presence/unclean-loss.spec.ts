import type { TestUser } from '../support/test-users';
import { PresenceClients } from '../support/presence-client';
import { testApp, type TestApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

/** Well below the 90 s that a REST request counts, so what makes a user offline here is the loss of the socket. */
const LONG_BEFORE_REQUESTS_LAPSE = 25_000;

describe('a session that opened a socket lives by it', () => {
  let t: TestApp;
  let sockets: PresenceClients;
  let ann: TestUser;
  let ben: TestUser;

  beforeAll(async () => {
    t = await testApp();
    sockets = new PresenceClients(t.url);
    ann = await t.as.verifiedUser();
    ben = await t.as.verifiedUser();
  });
  afterAll(async () => {
    sockets.close();
    await t.close();
  });

  const requests = async () => {
    for (let i = 0; i < 5; i++) await t.http.get('/api/profile', { token: ann.access });
  };
  const isOnline = async ({ id } = ann) => {
    const { body } = await t.http.get(`/api/presence?user_ids=${id}`, { token: ben.access });
    return body.items[0].is_online as boolean;
  };
  /** Without a goodbye, after `during`. */
  const loseSocket = async (person: TestUser, during = async () => {}) => {
    const { socket } = await sockets.connect(person);
    await during();
    socket.io.reconnection(false);
    (socket.io.engine.transport as unknown as { ws: { terminate(): void } }).ws.terminate();
  };

  it('is offline after an unclean loss, whatever it asked over REST before', async () => {
    await requests();
    await loseSocket(ann, requests);
    expect(await isOnline()).toBe(true);
    await waitFor(async () => !(await isOnline()), 'ann is offline', LONG_BEFORE_REQUESTS_LAPSE);
  }, 60_000);

  it('is online again by a request after the loss', async () => {
    await requests();
    expect(await isOnline()).toBe(true);
  });

  it('is no ghost of the session that its registration began a moment before', async () => {
    const cas = await t.as.verifiedUser();
    await loseSocket(await t.as.signIn(cas));
    expect(await isOnline(cas)).toBe(true);
    await waitFor(async () => !(await isOnline(cas)), 'cas is offline', LONG_BEFORE_REQUESTS_LAPSE);
  }, 60_000);
});
