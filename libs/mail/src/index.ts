export { MailModule } from './mail.module';
export { MailService, SEND_MAIL } from './mail.service';
export type { MailName, Mails } from './mails';
