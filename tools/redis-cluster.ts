import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { freePort } from './free-port';
import { RedisServer } from './redis-server';

const run = promisify(execFile);

export interface RedisClusterOptions {
  /** Masters without a replica where it is 0. */
  replicas?: 0 | 1;
  password?: string;
  /** More options of each server. */
  options?: readonly string[];
}

/** Three masters, each with a replica, on this machine; in a folder that `close` removes. */
export class RedisCluster {
  readonly servers: RedisServer[] = [];

  private constructor(
    private readonly folder: string,
    private readonly password: string | undefined,
  ) {}

  static async start({ replicas = 1, password, options = [] }: RedisClusterOptions = {}): Promise<RedisCluster> {
    const cluster = new RedisCluster(mkdtempSync(join(tmpdir(), 'collabsphere-redis-')), password);
    try {
      for (let n = 0; n < 3 * (1 + replicas); n++) await cluster.add(await freePort(), await freePort(), options);
      const hosts = cluster.servers.map(({ port }) => `127.0.0.1:${port}`);
      await cluster.cli('--cluster', 'create', ...hosts, '--cluster-replicas', `${replicas}`, '--cluster-yes');
      await cluster.untilCovered();
      return cluster;
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  get url(): string {
    const user = this.password ? `:${this.password}@` : '';
    return `redis+cluster://${user}${this.servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
  }

  async cli(...parameters: string[]): Promise<string> {
    const password = this.password ? ['-a', this.password, '--no-auth-warning'] : [];
    return (await run('redis-cli', [...password, ...parameters])).stdout;
  }

  /** Asks a server that still runs. */
  async ask<T>(command: string, ...parameters: (string | number)[]): Promise<T> {
    for (const server of this.servers) {
      const redis = this.connect(server);
      try {
        await redis.connect();
        return (await redis.call(command, ...parameters)) as T;
      } catch {
        // The next one.
      } finally {
        redis.disconnect();
      }
    }
    throw new Error('no server of the cluster answers');
  }

  /** To one server, as it is. */
  connect(server: RedisServer): Redis {
    const { password } = this;
    const redis = new Redis({ port: server.port, password, lazyConnect: true, retryStrategy: () => null });
    return redis.on('error', () => undefined);
  }

  /** The master that has the key. */
  async masterOf(key: string): Promise<RedisServer> {
    const slot = await this.ask<number>('CLUSTER', 'KEYSLOT', key);
    const ranges = await this.ask<[number, number, [string, number]][]>('CLUSTER', 'SLOTS');
    const [, , [, port]] = ranges.find(([first, last]) => first <= slot && slot <= last)!;
    return this.servers.find((server) => server.port === port)!;
  }

  /** Until all nodes agree that each slot has a master. */
  async untilCovered(): Promise<void> {
    for (;;) {
      const infos = await Promise.all(this.servers.map((server) => this.infoOf(server)));
      if (infos.every((info) => info === undefined || /cluster_state:ok/.test(info))) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.kill()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async add(port: number, busPort: number, options: readonly string[]): Promise<void> {
    const folder = join(this.folder, `${port}`);
    mkdirSync(folder);
    const protection = this.password ? ['--requirepass', this.password, '--masterauth', this.password] : [];
    const cluster = ['--cluster-enabled', 'yes', '--cluster-port', `${busPort}`, '--cluster-node-timeout', '2000'];
    const quick = ['--cluster-replica-validity-factor', '0', '--repl-diskless-sync-delay', '0'];
    const own = ['--dir', folder, ...cluster, ...quick, ...protection];
    this.servers.push(await RedisServer.start(port, [...own, ...options]));
  }

  private async infoOf(server: RedisServer): Promise<string | undefined> {
    const redis = this.connect(server);
    try {
      await redis.connect();
      return (await redis.call('CLUSTER', 'INFO')) as string;
    } catch {
      return undefined;
    } finally {
      redis.disconnect();
    }
  }
}
