import { AvatarError, AvatarImports, type AvatarReservation } from '#users';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Candidate } from '../import-candidate';
import { ImportError } from '../import.error';
import type { AvatarFolder } from './avatar-folder';
import { forEachConcurrently } from './for-each-concurrently';
import { avatarWarning, UnusableAvatar } from './unusable-avatar';

/** Two are decoded at a time (`renderAvatar`); the next two are read meanwhile. */
const CONCURRENCY = 4;

/** An account with a path in the folder. */
export type Pictured = Candidate & { picture: string };
export const hasPicture = (candidate: Candidate): candidate is Pictured => candidate.picture !== undefined;
/** Not of who was refused when the pictures were read, and would be imported now. */
export const isAvatarLoaded = ({ picture, user, warnings }: Candidate) =>
  picture === undefined || user.avatar !== null || warnings.length > 0;

/** Reads the pictures of a batch, before its transaction. What can't be used becomes a warning of its account. */
@Injectable()
export class AvatarLoader {
  constructor(private readonly avatars: AvatarImports) {}

  /** For a dry run. */
  async check(candidates: readonly Pictured[], folder: AvatarFolder): Promise<void> {
    await forEachConcurrently(candidates, CONCURRENCY, (candidate) =>
      warn(candidate, () => folder.check(candidate.picture)),
    );
  }

  /** Stores the images, and sets their names. @throws {ImportError} where they can't be stored */
  async load(candidates: readonly Pictured[], folder: AvatarFolder): Promise<AvatarReservation> {
    const reservation = await this.avatars.reserve(candidates.length);
    try {
      await forEachConcurrently(candidates, CONCURRENCY, (candidate, index) =>
        warn(candidate, async () => {
          const name = reservation.names[index]!;
          await this.store(await folder.read(candidate.picture), name);
          candidate.user.avatar = name;
        }),
      );
      return reservation;
    } catch (error) {
      // So that a full disk gets room again. Without it they are removed a day later.
      await this.avatars.release(reservation).catch(() => undefined);
      throw error;
    }
  }

  /** In the transaction that inserts the accounts. @throws {ImportError} where the images are there no more */
  async use(manager: EntityManager, reservation: AvatarReservation, created: readonly Candidate[]): Promise<void> {
    const used = new Set(created.map(({ user }) => user.avatar));
    const unused = reservation.names.filter((name) => !used.has(name));
    if (!(await this.avatars.use(manager, reservation, unused)))
      throw new ImportError('the pictures of a batch that took over a day were removed: start the import again.');
  }

  private async store(file: Buffer, name: string): Promise<void> {
    try {
      await this.avatars.put(file, name);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (cause instanceof AvatarError || typeof code !== 'string') throw cause;
      throw new ImportError(`the avatars can't be stored: ${code}`, { cause });
    }
  }
}

async function warn(candidate: Pictured, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AvatarError || error instanceof UnusableAvatar)) throw error;
    candidate.warnings.push(avatarWarning(error));
  }
}
