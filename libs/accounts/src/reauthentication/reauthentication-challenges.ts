import { databaseClock, SecretBox } from '#platform';
import { type Actor, SessionsService } from '#sessions';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { EntityManager } from 'typeorm';
import { PasskeyChallenges } from '../factors/passkeys/passkey-challenges.service';

const PURPOSE = 'reauthentication-challenges';
const TTL_MS = 300_000;

interface Content {
  challenge: string;
  sessionId: string;
  /** When the user of the session had last authenticated: any later authentication voids the challenge. */
  authenticatedAt: number;
  expiresAt: number;
}

/**
 * Challenges that an assertion must sign, for one session and once. They are sealed and stored nowhere. One that was
 * used is void, since its use changes when the user has last authenticated.
 */
@Injectable()
export class ReauthenticationChallenges {
  constructor(
    private readonly secrets: SecretBox,
    private readonly sessions: SessionsService,
    private readonly passkeyChallenges: PasskeyChallenges,
  ) {}

  /** @returns the `challenge_id` */
  async seal(manager: EntityManager, { sessionId }: Actor, challenge: string): Promise<string> {
    const authenticatedAt = await this.sessions.authenticatedAt(manager, sessionId);
    const content = { challenge, sessionId, authenticatedAt, expiresAt: databaseClock.now() + TTL_MS };
    return this.secrets.seal(PURPOSE, JSON.stringify(content));
  }

  /**
   * The caller has locked the user's row. It may also be one that this user got from `POST /api/passkeys/challenge`.
   * @returns nothing if the challenge was used, has expired or is of another session
   */
  async open(manager: EntityManager, { userId, sessionId }: Actor, challengeId: string): Promise<string | undefined> {
    if (isUUID(challengeId)) {
      const taken = await this.passkeyChallenges.take(challengeId, 'assertion', manager);
      return taken?.userId === userId ? taken.challenge : undefined;
    }
    const content = this.read(challengeId);
    if (!content || content.sessionId !== sessionId || content.expiresAt < databaseClock.now()) return undefined;
    const authenticatedAt = await this.sessions.authenticatedAt(manager, sessionId);
    return content.authenticatedAt === authenticatedAt ? content.challenge : undefined;
  }

  private read(challengeId: string): Content | undefined {
    try {
      return JSON.parse(this.secrets.open(PURPOSE, challengeId)) as Content;
    } catch {
      return undefined;
    }
  }
}
