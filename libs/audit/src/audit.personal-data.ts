import { PersonalData } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from './audit-log.service';
import { shownTo, toAuditEntryDto } from './audit.dto';

@Injectable()
export class AuditPersonalData implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    this.personalData.register('audit_log', async (userId) => {
      const isOwn = (id: string | null) => id === null || id === userId;
      return (await this.audit.about(userId)).map((entry) => shownTo(isOwn, toAuditEntryDto(entry), () => ({})));
    });
  }
}
