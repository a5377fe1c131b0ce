import { ResponseField, PersonalData } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Session } from './session.entity';
import { SessionDeviceDto } from './sessions.dto';
import { SessionsService } from './sessions.service';

const time = '2026-11-23T09:30:00.000Z';

/** A session in the export of personal data: everything that is stored, except secrets and the push token. */
export class OwnSessionDto {
  @ResponseField({ format: 'uuid', example: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' }) id: string;
  @ResponseField({ type: SessionDeviceDto }) device: SessionDeviceDto;
  @ResponseField({ description: 'Whether it has a push token.', example: true }) push_enabled: boolean;
  @ResponseField({ description: 'Of the last refresh; empty once it was erased by age.', example: '203.0.113.7' })
  ip: string;
  @ResponseField({ description: 'As the client sent it.', example: 'curl/8.5.0' }) user_agent: string;
  @ResponseField({ format: 'date-time', example: time }) created_at: string;
  @ResponseField({ format: 'date-time', example: time }) last_active_at: string;
  @ResponseField({ format: 'date-time', description: 'When it expires, unless it is refreshed.', example: time })
  expires_at: string;
  @ResponseField({ type: String, format: 'date-time', nullable: true, description: 'When it ended.', example: null })
  ended_at: string | null;
  @ResponseField({ type: String, nullable: true, description: 'Why it ended.', example: null }) end_reason:
    string | null;
}

@Injectable()
export class SessionsPersonalData implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly sessions: SessionsService,
  ) {}

  onModuleInit(): void {
    this.personalData.register('sessions', async (userId) =>
      (await this.sessions.listIncludingRevoked(userId)).map(toOwnSession),
    );
  }
}

function toOwnSession(session: Session): OwnSessionDto {
  return {
    id: session.id,
    device: { name: session.deviceName, type: session.deviceType },
    push_enabled: session.pushToken !== null,
    ip: session.ip,
    user_agent: session.userAgent,
    created_at: session.createdAt.toISOString(),
    last_active_at: session.lastActiveAt.toISOString(),
    expires_at: session.refreshExpiresAt.toISOString(),
    ended_at: session.revokedAt?.toISOString() ?? null,
    end_reason: session.revokedReason,
  };
}
