import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../tools/free-port';
import { backdateRunningJobs, makeJobsDue } from '../support/jobs';
import { Mailbox } from '../support/mailbox';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

describe('while the mail server is unavailable', () => {
  let t: TestApp;
  let port: number;
  let mailbox: Mailbox | undefined;

  beforeAll(async () => {
    port = await freePort();
    t = await testApp({ SMTP_URL: `smtp://127.0.0.1:${port}` });
  });
  afterEach(async () => {
    await mailbox?.close();
    mailbox = undefined;
  });
  afterAll(() => t.close());

  const registered = async () => {
    const form = t.as.form();
    expect((await t.http.post('/api/register', form)).status).toBe(201);
    return form.email;
  };
  const jobs = () =>
    t.db.query<{ attempts: number; last_error: string | null; locked_at: Date | null }[]>(
      'SELECT attempts, last_error, locked_at FROM graphile_worker.jobs',
    );
  const failed = (attempts = 1) =>
    waitFor(
      async () => (await jobs()).find((job) => job.attempts === attempts && job.last_error && !job.locked_at),
      'the mail failed',
    );
  const makeDue = () => makeJobsDue(t.db);
  const queueEmpty = () => waitFor(async () => (await jobs()).length === 0, 'the queue is empty');

  it('answers as ever, and sends when it is back', async () => {
    const email = await registered();
    await failed();
    expect((await t.http.post('/api/password/forgot', { email })).status).toBe(202);
    await waitFor(async () => (await jobs()).filter(({ last_error }) => last_error).length === 2, 'both mails failed');

    mailbox = await Mailbox.open({}, port);
    await makeDue();
    const { token } = await mailbox.find(email, /verify/i);
    await mailbox.find(email, /new password/i);
    expect((await t.http.post('/api/verify-email', { token })).status).toBe(200);
    await queueEmpty();
    expect(mailbox.of(email)).toHaveLength(2);
  });

  it.each([
    [451, 'try again later'],
    [550, 'no such user'],
  ])('tries again after %i', async (code, message) => {
    mailbox = await Mailbox.open({}, port);
    mailbox.refuseWith = { code, message };
    const email = await registered();
    expect((await failed()).last_error).toContain(message);
    mailbox.refuseWith = undefined;
    await makeDue();
    await mailbox.find(email, /verify/i);
    await queueEmpty();
    expect(mailbox.of(email)).toHaveLength(1);
  });

  it('sends the same Message-ID at each try', async () => {
    const seen: string[] = [];
    mailbox = await Mailbox.open(
      {
        onData: (stream, _session, done) => {
          let text = '';
          stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
          stream.on('end', () => {
            seen.push(/^message-id: (.+)$/im.exec(text)![1]!.trim());
            done(seen.length < 3 ? Object.assign(new Error('disk full'), { responseCode: 452 }) : null);
          });
        },
      },
      port,
    );
    await registered();
    for (const attempt of [1, 2]) {
      await failed(attempt);
      await makeDue();
    }
    await queueEmpty();
    expect(seen).toHaveLength(3);
    expect(new Set(seen).size).toBe(1);
  });

  it('waits for no greeting that never comes', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket.on('error', () => undefined))).listen(
      port,
      '127.0.0.1',
    );
    await once(silent, 'listening');
    const email = await registered();
    await waitFor(async () => (await jobs()).some(({ locked_at }) => locked_at), 'the mail is being tried');
    // Other requests, and their mails' jobs, go on beside it.
    await registered();

    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
    mailbox = await Mailbox.open({}, port);
    await waitFor(async () => (await makeDue(), (await jobs()).length === 0), 'the queue is empty');
    expect(mailbox.of(email)).toHaveLength(1);
  });

  it('does not send again what a slow server is still taking', async () => {
    let finish!: () => void;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    let tries = 0;
    mailbox = await Mailbox.open(
      {
        onData: (stream, _session, done) => {
          tries++;
          stream.resume();
          void finished.then(() => done());
        },
      },
      port,
    );
    await registered();
    await waitFor(() => tries === 1, 'the mail is on its way');
    // As if for a minute: longer than it takes until the job of a dead worker is taken over (5 s).
    await backdateRunningJobs(t.db);
    await sleep(6500);
    expect(tries).toBe(1);
    expect(await jobs()).toMatchObject([{ attempts: 1 }]);
    finish();
    await queueEmpty();
    expect(tries).toBe(1);
  });
});
