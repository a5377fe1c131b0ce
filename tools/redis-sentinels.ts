import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port';
import { RedisServer } from './redis-server';

const MASTER_NAME = 'mymaster';

/** A master, its replica, and three sentinels, on this machine; in a folder that `close` removes. */
export class RedisSentinels {
  private constructor(
    readonly master: RedisServer,
    readonly replica: RedisServer,
    readonly sentinels: readonly RedisServer[],
    private readonly folder: string,
  ) {}

  static async start(): Promise<RedisSentinels> {
    const folder = mkdtempSync(join(tmpdir(), 'collabsphere-redis-'));
    const quick = ['--repl-diskless-sync-delay', '0', '--dir', folder];
    const master = await RedisServer.start(await freePort(), quick);
    const follows = ['--replicaof', `127.0.0.1 ${master.port}`];
    const replica = await RedisServer.start(await freePort(), [...quick, ...follows]);
    const sentinels: RedisServer[] = [];
    for (let n = 0; n < 3; n++) {
      const port = await freePort();
      const own = join(folder, `${port}`);
      mkdirSync(own);
      const file = join(own, 'sentinel.conf');
      writeFileSync(
        file,
        [
          `port ${port}`,
          'bind 127.0.0.1',
          `dir ${own}`,
          `sentinel monitor ${MASTER_NAME} 127.0.0.1 ${master.port} 2`,
          `sentinel down-after-milliseconds ${MASTER_NAME} 1500`,
          `sentinel failover-timeout ${MASTER_NAME} 6000`,
        ].join('\n'),
      );
      sentinels.push(await RedisServer.start(port, [file, '--sentinel']));
    }
    await Promise.all(sentinels.map(untilReady));
    return new RedisSentinels(master, replica, sentinels, folder);
  }

  get url(): string {
    return `redis+sentinel://${this.sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')}/${MASTER_NAME}`;
  }

  async close(): Promise<void> {
    await Promise.all([this.master, this.replica, ...this.sentinels].map((server) => server.kill()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Until the sentinel knows the replica and enough others for a failover. */
async function untilReady({ port }: RedisServer): Promise<void> {
  const sentinel = new Redis({ port });
  try {
    for (;;) {
      const quorum = await sentinel.call('SENTINEL', 'CKQUORUM', MASTER_NAME).catch((error: Error) => error.message);
      const replicas = (await sentinel.call('SENTINEL', 'REPLICAS', MASTER_NAME)) as unknown[];
      if (/^OK 3/.test(String(quorum)) && replicas.length > 0) return;
      await sleep(200);
    }
  } finally {
    sentinel.disconnect();
  }
}
