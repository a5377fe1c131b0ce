import { AuditLog } from '#audit';
import type { RequestMetadata } from '#platform';
import { TokenClaimsPublisher } from '#roles';
import { UserCredentialsService, UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { accountProblems } from '../accounts.errors';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service';

@Injectable()
export class EmailVerificationService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly credentials: UserCredentialsService,
    private readonly tokenClaims: TokenClaimsPublisher,
    private readonly tokens: OneTimeTokensService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @returns false where the link was used before and the address is verified
   * @throws {Problem} 400 `invalid_token`, `token_expired`
   */
  async verify(token: string, metadata: RequestMetadata): Promise<boolean> {
    if (await this.markVerified(token, metadata)) return true;
    const known = await this.tokens.findInAnyState('verify_email', token);
    const user = known && (await this.users.findByEmail(known.email));
    if (user?.emailVerified && user.id === known?.userId) return false;
    throw known?.usedAt ? accountProblems.invalid_token() : await this.tokens.classifyFailure('verify_email', token);
  }

  private markVerified(token: string, metadata: RequestMetadata): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const used = await this.tokens.markUsed(manager, 'verify_email', token);
      if (!used || !(await this.credentials.markEmailVerified(manager, used.userId))) return false;
      await this.tokenClaims.publish(manager, used.userId);
      await this.audit.record(manager, {
        action: 'email.verify',
        actorId: used.userId,
        subjectId: used.userId,
        metadata,
      });
      return true;
    });
  }
}
