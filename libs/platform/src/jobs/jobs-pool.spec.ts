import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { waitFor } from '../../../../test/support/wait-for';
import { createJobsPool } from './jobs-pool';

describe('jobs pool while PostgreSQL cuts every connection', () => {
  let server: Server;
  let attempts: number;

  beforeEach(async () => {
    attempts = 0;
    server = createServer((socket) => {
      attempts++;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const pool = () => createJobsPool({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, limitMs: 5000 });

  it('connects again and again until the pool ends', async () => {
    const jobs = pool();
    const outcome = jobs.connect().then(
      () => 'connected',
      () => 'rejected',
    );
    await waitFor(() => attempts >= 2, 'a second attempt');
    await jobs.end();
    expect(await outcome).toBe('rejected');
    const before = attempts;
    await expect(jobs.connect()).rejects.toThrow('Cannot use a pool after calling end');
    expect(attempts).toBe(before);
  });
});
