import { JobQueue, knownLanguage, SecretBox, Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { MailTemplateName, MailTemplates } from './mail-templates';

export const SEND_MAIL = 'send_mail';
export const MAIL_PURPOSE = 'mail-jobs';

export interface MailJob<Name extends MailTemplateName = MailTemplateName> {
  name: Name;
  to: string;
  /** One of ours. Jobs of earlier versions have none. */
  language?: string;
  variables: MailTemplates[Name];
}

/** A user, or just an address. */
export interface MailRecipient {
  /** Whose account it is about: the mail is withdrawn with the account. */
  id?: string;
  email: string;
  /** The language that they chose. */
  locale: string | null;
}

@Injectable()
export class MailService {
  constructor(
    private readonly jobs: JobQueue,
    private readonly secrets: SecretBox,
    private readonly settings: Settings,
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
    const language = knownLanguage(to.locale, this.settings.DEFAULT_LANGUAGE);
    const job: MailJob<Name> = { name, to: to.email, language, variables };
    const sealed = this.secrets.seal(MAIL_PURPOSE, JSON.stringify(job));
    await this.jobs.add(manager, { task: SEND_MAIL, payload: { name, sealed }, subjectId: to.id });
  }
}
