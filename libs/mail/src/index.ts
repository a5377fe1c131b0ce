export { MailModule } from './mail.module';
export { type Addressee, MAIL_PURPOSE, MailService, SEND_MAIL } from './mail.service';
export type { MailName, Mails } from './mails';
export { mailSettings } from './mail.settings';
