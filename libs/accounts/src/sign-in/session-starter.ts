import { AuditLog } from '#audit';
import { type AuthenticationMethod, combineMethods } from '#auth';
import type { RequestMetadata } from '#platform';
import { PresenceService } from '#presence';
import { type CreatedSession, type Device, SessionsService } from '#sessions';
import { ActivityCounter } from '#statistics';
import type { Credentials } from '#users';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AccountMapper, type SignInResultDto } from '../accounts.dto';
import { CHECK_NEW_DEVICE } from '../security/new-device.service';

export interface ProvedSignIn {
  credentials: Credentials;
  device: Device;
  methods: readonly AuthenticationMethod[];
  /** For the audit log. */
  details?: Record<string, unknown>;
}

/** Starts the session of a sign-in whose factors are proved. */
@Injectable()
export class SessionStarter {
  constructor(
    private readonly sessions: SessionsService,
    private readonly audit: AuditLog,
    private readonly presence: PresenceService,
    private readonly mapper: AccountMapper,
    private readonly activity: ActivityCounter,
  ) {}

  /** The last statements of the transaction, which began with `UserCredentialsService.lockForSignIn`. */
  async start(
    manager: EntityManager,
    { credentials, device, methods, details }: ProvedSignIn,
    metadata: RequestMetadata,
  ): Promise<CreatedSession> {
    const { user, roleIds, mfaMethods } = credentials;
    const owner = { userId: user.id, roleIds, emailVerified: true, mfaEnrolled: mfaMethods.length > 0 };
    const combined = combineMethods(...methods);
    const created = await this.sessions.create(manager, owner, device, metadata, {
      methods: combined,
      unknownDeviceTask: CHECK_NEW_DEVICE,
    });
    await this.audit.record(manager, {
      action: 'session.login',
      actorId: user.id,
      subjectId: user.id,
      details: { session_id: created.sessionId, methods: combined, ...details },
      metadata,
    });
    return created;
  }

  /** After the commit. */
  answer({ user, roleIds }: Credentials, created: CreatedSession): SignInResultDto {
    this.activity.count('sign_ins');
    this.presence.recordRequestActivity(user.id, created.sessionId);
    return this.mapper.toSignInResult(user, roleIds, created);
  }
}
