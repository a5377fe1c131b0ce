import { type RequestMetadata, Settings } from '#platform';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { accountProblems } from '../accounts.errors';
import { type NewOwner, OwnersService } from '../owners.service';
import { OwnerSetupTokens, SETUP_LINK_HOURS } from './owner-setup-tokens.repository';

/** The first owner, by a link that only who reads the log of the service has. */
@Injectable()
export class OwnerSetupService {
  private readonly logger = new Logger('OwnerSetup');

  constructor(
    private readonly tokens: OwnerSetupTokens,
    private readonly owners: OwnersService,
    private readonly settings: Settings,
  ) {}

  /** At the start of a process: logs a link while there is no owner, or, without the console, the other way to make one. */
  async announce(): Promise<void> {
    if (!this.settings.CONSOLE_ENABLED) return this.announceCommand();
    const token = await this.owners.createSetupToken();
    if (!token) return;
    const link = `${this.settings.PUBLIC_URL}/console/setup/${token}`;
    this.logger.warn({
      event: 'owner_setup',
      msg: `There is no owner yet. Make the first one within ${SETUP_LINK_HOURS} h: ${link}`,
    });
  }

  private async announceCommand(): Promise<void> {
    if (await this.owners.hasOwner()) return;
    this.logger.warn({
      event: 'owner_missing',
      msg: 'There is no owner yet, and the console is off. Make the first one: npm run cli -- create-owner',
    });
  }

  /** @throws {Problem} 400 `invalid_token`, `token_expired` */
  async check(token: string, manager?: EntityManager): Promise<Date> {
    const found = await this.tokens.find(token, manager);
    if (!found) throw accountProblems.invalid_token();
    if (found.isExpired) throw accountProblems.token_expired();
    return found.expiresAt;
  }

  /**
   * Of any number of requests at once, one makes the owner.
   * @throws {Problem} 400 `invalid_token`, `token_expired`, 409 `email_taken`, `username_taken`
   */
  async create(token: string, owner: NewOwner, metadata: RequestMetadata): Promise<void> {
    // Before a password is hashed for a stranger.
    await this.check(token);
    const isFirst = await this.owners.create(owner, {
      onlyFirst: true,
      metadata,
      verify: async (manager) => void (await this.check(token, manager)),
    });
    if (!isFirst) throw accountProblems.invalid_token();
  }
}
