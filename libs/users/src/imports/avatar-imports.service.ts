import { databaseClock, JobHandlers, JobQueue } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { DataSource, type EntityManager } from 'typeorm';
import { renderAvatar } from '../avatar/avatar-image';
import { AvatarStore } from '../avatar/avatar-store';

const REMOVE_AVATARS = 'remove_avatars';
/** 1,000 images take 83 min at worst: 10 s each, two at a time. */
const REMOVE_AFTER_MS = 24 * 60 * 60 * 1000;

/** Names of images that are stored before the users who get them. */
export interface AvatarReservation {
  names: string[];
  /** Of the job that removes them. */
  key: string;
}

/**
 * Images of many new users. They are stored before the users' rows, so that no row refers to an image that is not there.
 * A job that is written before both removes them where the rows are not committed, also after a crash.
 */
@Injectable()
export class AvatarImports implements OnModuleInit {
  constructor(
    private readonly store: AvatarStore,
    private readonly database: DataSource,
    private readonly jobs: JobQueue,
    private readonly handlers: JobHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.register(REMOVE_AVATARS, (payload) => this.remove((payload as { names: string[] }).names));
  }

  async reserve(amount: number): Promise<AvatarReservation> {
    const names = Array.from({ length: amount }, () => this.store.newName());
    const reservation = { names, key: `imported-avatars:${uuid()}` };
    await this.removeAt(new Date(databaseClock.now() + REMOVE_AFTER_MS), reservation);
    return reservation;
  }

  /** Removes the images soon. Not after an attempt to commit their users: it may have succeeded without an answer. */
  release(reservation: AvatarReservation): Promise<void> {
    return this.removeAt(databaseClock.date(), reservation);
  }

  /** The same limits and the same encoding as those of an upload. @throws {AvatarError} */
  async put(file: Buffer, name: string): Promise<void> {
    await this.store.put(await renderAvatar(file), name);
  }

  /**
   * In the transaction that inserts the users. The unused images are removed by a job.
   * @returns `false` where all may have been removed: then nothing must be committed
   */
  async use(manager: EntityManager, { key }: AvatarReservation, unused: string[]): Promise<boolean> {
    if (unused.length > 0) await this.jobs.add(manager, { task: REMOVE_AVATARS, payload: { names: unused } });
    return this.jobs.remove(manager, key);
  }

  /** Replaces the job that there is. */
  private removeAt(runAt: Date, { names, key }: AvatarReservation): Promise<void> {
    return this.jobs.add(this.database.manager, { task: REMOVE_AVATARS, payload: { names }, key, runAt });
  }

  private async remove(names: readonly string[]): Promise<void> {
    for (const name of names) await this.store.remove(name);
  }
}
