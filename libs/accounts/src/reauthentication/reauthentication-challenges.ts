import { SecretBox } from '#platform';
import { type Actor, SessionsService } from '#sessions';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

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
  ) {}

  /** @returns the `challenge_id` */
  async seal(manager: EntityManager, { sessionId }: Actor, challenge: string): Promise<string> {
    const authenticatedAt = await this.sessions.authenticatedAt(manager, sessionId);
    const content = { challenge, sessionId, authenticatedAt, expiresAt: Date.now() + TTL_MS };
    return this.secrets.seal(PURPOSE, JSON.stringify(content));
  }

  /**
   * The caller has locked the user's row.
   * @returns nothing if the challenge was used, has expired or is of another session
   */
  async open(manager: EntityManager, { sessionId }: Actor, challengeId: string): Promise<string | undefined> {
    const content = this.read(challengeId);
    if (!content || content.sessionId !== sessionId || content.expiresAt < Date.now()) return undefined;
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
