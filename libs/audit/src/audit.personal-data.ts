import { PersonalData } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from './audit-log.service';
import { redactAuditEntry, toAuditEntryDto } from './audit.dto';

@Injectable()
export class AuditPersonalData implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    this.personalData.register('audit_log', async (userId) => {
      const isOwn = (id: string | null) => id === null || id === userId;
      return (await this.audit.findByUser(userId)).map((entry) =>
        redactAuditEntry(isOwn, toAuditEntryDto(entry), () => ({})),
      );
    });
  }
}
