import { PersonalData } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from './audit-log.service';
import type { AuditEntry } from './audit-entry.entity';
import { AuditEntryDto, toAuditEntryDto } from './audit.dto';

@Injectable()
export class AuditPersonalData implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    this.personalData.register('audit_log', async (userId) =>
      (await this.audit.about(userId)).map((entry) => toOwnAuditEntry(entry, userId)),
    );
  }
}

/** The details are about the subject, where it came from is about the actor; who is neither sees neither. */
function toOwnAuditEntry(entry: AuditEntry, userId: string): AuditEntryDto {
  const whole = toAuditEntryDto(entry);
  const isAbout = (whole.subject ?? userId) === userId;
  const isBy = (whole.actor ?? whole.subject) === userId;
  return {
    ...whole,
    details: isAbout ? whole.details : {},
    ...(!isBy && { ip: null, user_agent: null, request_id: null }),
  };
}
