import { AuditLog, type AuditRecord } from '#audit';
import { MailService, type MailTemplateName, type MailTemplates } from '#mail';
import { type SecurityNotice, SecurityNotices } from '#push';
import type { User } from '#users';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

export interface SecurityMessage<Name extends MailTemplateName> {
  mail: Name;
  variables: MailTemplates[Name];
  notice: SecurityNotice;
  /** Sessions that get no push: they caused the event, or it is about them. */
  exceptSessions?: string[];
}

export interface SecurityAlert<Name extends MailTemplateName> extends SecurityMessage<Name> {
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
    { audit, ...message }: SecurityAlert<Name>,
  ): Promise<void> {
    await this.notify(manager, user, message);
    await this.audit.record(manager, audit);
  }

  /** Mail and push alone, for an event whose audit entry comes later in the transaction. */
  async notify<Name extends MailTemplateName>(
    manager: EntityManager,
    user: User,
    { mail, variables, notice, exceptSessions }: SecurityMessage<Name>,
  ): Promise<void> {
    await this.mail.enqueue(manager, mail, user, variables);
    await this.notices.send(manager, user, notice, exceptSessions);
  }
}
