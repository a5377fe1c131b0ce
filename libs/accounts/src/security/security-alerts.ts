import { AuditLog, type AuditRecord } from '#audit';
import { MailService, type MailTemplateName, type MailTemplates } from '#mail';
import { type SecurityNotice, SecurityNotices } from '#push';
import type { User } from '#users';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

export interface SecurityAlert<Name extends MailTemplateName> {
  mail: Name;
  variables: MailTemplates[Name];
  notice: SecurityNotice;
  /** Sessions that get no push: they caused the event, or it is about them. */
  exceptSessions?: string[];
  audit: AuditRecord;
}

/** Reports a security event of an account: a mail, a push notification and an audit entry. */
@Injectable()
export class SecurityAlerts {
  constructor(
    private readonly mail: MailService,
    private readonly notices: SecurityNotices,
    private readonly audit: AuditLog,
  ) {}

  /** The last statements of the transaction, since the audit log is locked last. */
  async send<Name extends MailTemplateName>(
    manager: EntityManager,
    user: User,
    { mail, variables, notice, exceptSessions, audit }: SecurityAlert<Name>,
  ): Promise<void> {
    await this.mail.enqueue(manager, mail, user, variables);
    await this.notices.send(manager, user.id, notice, exceptSessions);
    await this.audit.record(manager, audit);
  }
}
