import { JobQueue, SecretBox } from '#platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { MailTemplateName, MailTemplates } from './mail-templates';

export const SEND_MAIL = 'send_mail';
export const MAIL_PURPOSE = 'mail-jobs';

export interface MailJob<Name extends MailTemplateName = MailTemplateName> {
  name: Name;
  to: string;
  variables: MailTemplates[Name];
}

/** A user, or just an address. */
export interface MailRecipient {
  /** Whose account it is about: the mail is withdrawn with the account. */
  id?: string;
  email: string;
}

@Injectable()
export class MailService {
  constructor(
    private readonly jobs: JobQueue,
    private readonly secrets: SecretBox,
  ) {}

  /**
   * Writes the mail into the caller's transaction: it is sent exactly if that commits, however long SMTP is
   * unavailable. The job is encrypted, since links contain one-time tokens.
   */
  async enqueue<Name extends MailTemplateName>(
    manager: EntityManager,
    name: Name,
    to: MailRecipient,
    variables: MailTemplates[Name],
  ): Promise<void> {
    const job: MailJob<Name> = { name, to: to.email, variables };
    const sealed = this.secrets.seal(MAIL_PURPOSE, JSON.stringify(job));
    await this.jobs.add(manager, { task: SEND_MAIL, payload: { name, sealed }, subjectId: to.id });
  }
}
