import { RedisLink, type RedisUse } from '#platform';
import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { AGGREGATE_SCRIPT, DATASET_SCRIPT } from './aggregate.lua';
import { ChangeChannels } from './change-channels';
import { CLAIM_SCRIPT, FORGET_NODE_SCRIPT, LEASE_SCRIPT } from './leases.lua';
import type { RawSyncReply } from './sync-reply';

type Script<Reply> = (...values: (string | number)[]) => Promise<Reply>;

/** ioredis defines a method for each script. */
export type RedisWithScripts = Redis & {
  aggregatePresence: Script<RawSyncReply>;
  readDatasetId: Script<string>;
  renewLease: Script<[number, number, string, string, string[], string[] | undefined, string[] | undefined]>;
  forgetNode: Script<number>;
  claimOrphanedUsers: Script<string[]>;
};

const scripts = {
  aggregatePresence: { lua: AGGREGATE_SCRIPT, numberOfKeys: 5 },
  readDatasetId: { lua: DATASET_SCRIPT, numberOfKeys: 1 },
  renewLease: { lua: LEASE_SCRIPT, numberOfKeys: 4 },
  forgetNode: { lua: FORGET_NODE_SCRIPT, numberOfKeys: 3 },
  claimOrphanedUsers: { lua: CLAIM_SCRIPT, numberOfKeys: 2 },
};

interface RedisListener {
  onReady(): void;
  onLost(error?: unknown): void;
  /** Changes on these channels may have been missed. */
  onSubscribedAgain(shards: number[]): void;
  onMessage(text: string): void;
}

/** Commands and messages of Redis. While a master is unavailable its commands are rejected at once. */
export class RedisConnection {
  readonly link: RedisLink;
  readonly channels: ChangeChannels;
  private readonly logger = new Logger('Presence');
  private isUnavailable = false;
  private closed = false;

  constructor(url: string, use: RedisUse | undefined, listener: RedisListener) {
    this.link = new RedisLink(url, {
      scripts,
      use,
      onReady: () => listener.onReady(),
      onLost: (error) => {
        if (error) this.warn(error);
        listener.onLost(error);
      },
    });
    this.channels = new ChangeChannels(this.link, {
      onSubscribedAgain: (shards) => listener.onSubscribedAgain(shards),
      onMessage: (text) => listener.onMessage(text),
      onError: (error) => this.warn(error),
    });
  }

  /** Publishes on a channel. In a cluster only the nodes of its hash slot get the message. */
  get publishCommand(): string {
    return this.link.isCluster ? 'SPUBLISH' : 'PUBLISH';
  }

  /** Does not reject. */
  open(): Promise<void> {
    this.channels.open();
    return this.link.open();
  }

  close(): void {
    this.closed = true;
    this.link.close();
    this.channels.close();
  }

  /** @param tag begins the keys of the command */
  run<T>(tag: string, command: (redis: RedisWithScripts) => Promise<T>): Promise<T> {
    return this.link.run(tag, () => command(this.link.client as RedisWithScripts));
  }

  /** Redis is available again. */
  markAvailable(): void {
    if (this.isUnavailable) this.logger.log({ msg: 'Redis is back' });
    this.isUnavailable = false;
  }

  /** Logs once per outage. */
  warn(error: unknown): void {
    if (this.closed || this.isUnavailable) return;
    this.isUnavailable = true;
    this.logger.warn({ msg: 'Redis is unavailable; presence is unknown until it is back', err: error });
  }
}
