export { MailModule } from './mail.module';
export { type Addressee, MailService, SEND_MAIL } from './mail.service';
export type { MailName, Mails } from './mails';
