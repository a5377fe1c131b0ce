import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Brand,
  databaseClock,
  deliveryAddress,
  inSpan,
  JobAges,
  JobHandlers,
  knownLanguage,
  Metrics,
  SecretBox,
  Settings,
} from '#platform';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { MAIL_PURPOSE, type MailJob, SEND_MAIL } from './mail.service';
import { mailContent } from './mail-content';
import { htmlContext } from './mail-html';
import { renderText } from './mail-text';
import { Mailer } from './mailer';

/** Runs the mail jobs: sends by SMTP, or writes `.eml` files where no server is set. A job that throws is retried. */
@Injectable()
export class MailSender implements OnModuleInit {
  private readonly logger = new Logger('Mail');
  private readonly attempts;

  constructor(
    private readonly mailer: Mailer,
    private readonly handlers: JobHandlers,
    private readonly secrets: SecretBox,
    private readonly settings: Settings,
    private readonly brand: Brand,
    private readonly ages: JobAges,
    metrics: Metrics,
  ) {
    this.attempts = metrics.counter('mail_attempts_total', 'Tries to send a mail, by what became of them.', ['result']);
  }

  onModuleInit(): void {
    this.ages.register(SEND_MAIL, 'mail', 'mail');
    this.handlers.register(SEND_MAIL, async (payload, jobId) => {
      try {
        await this.send(payload as { sealed: string }, jobId);
        this.attempts.inc({ result: 'sent' });
      } catch (error) {
        this.attempts.inc({ result: 'failed' });
        throw error;
      }
    });
  }

  private async send({ sealed }: { sealed: string }, jobId: string): Promise<void> {
    const { name, to, variables, language } = JSON.parse(this.secrets.open(MAIL_PURPOSE, sealed)) as MailJob;
    // The language may have been removed since the mail was written.
    const known = knownLanguage(language, this.settings.DEFAULT_LANGUAGE);
    const content = mailContent(name, variables, known, this.brand);
    const message = {
      // As an object, so that nothing in it is parsed as a list of addresses.
      to: { name: '', address: deliveryAddress(to) },
      subject: content.subject,
      template: 'mail',
      context: htmlContext(content, this.brand),
      text: renderText(content),
      // The same at each attempt: if the acknowledgement was lost, the receiver can recognize the duplicate.
      messageId: `<${this.messageIdOf(sealed, jobId)}@${new URL(this.settings.PUBLIC_URL).hostname}>`,
      // RFC 3834: prevents out-of-office replies. RFC 3282: screen readers and filters read the language.
      headers: {
        'Auto-Submitted': 'auto-generated',
        'Content-Language': content.language,
        ...unsubscribeHeaders(variables),
      },
    };
    const mailer = await this.mailer.get();
    const info = (await inSpan('mail send', 'CLIENT', { 'mail.template': name }, () => mailer.sendMail(message))) as {
      message?: Buffer;
    };
    if (!this.settings.SMTP_URL) await this.saveToFile(info.message!, this.messageIdOf(sealed, jobId), name, variables);
  }

  private messageIdOf(sealed: string, jobId: string): string {
    return createHash('sha256').update(`${jobId}.${sealed}`).digest('hex').slice(0, 32);
  }

  private async saveToFile(message: Buffer, id: string, name: string, variables: object): Promise<void> {
    const folder = join(this.settings.DATA_DIR, 'mail');
    const file = join(
      folder,
      `${databaseClock.date().toISOString().replaceAll(/[:.]/g, '-')}-${name}-${id.slice(0, 8)}.eml`,
    );
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, message, { mode: 0o600 });
    // Only without SMTP, in development: the log shows the link that the mail holds.
    this.logger.log({
      msg: 'mail kept as a file, since SMTP_URL is not set',
      mail: name,
      file,
      ...('link' in variables && { link: variables.link }),
    });
  }
}

/** Mail programs show a button of their own, and press it by a POST. @see RFC 8058 */
function unsubscribeHeaders(variables: object): Record<string, string> {
  if (!('unsubscribe' in variables)) return {};
  return {
    'List-Unsubscribe': `<${String(variables.unsubscribe)}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}
