export { MailModule } from './mail.module';
export { type MailRecipient, MailService, SEND_MAIL } from './mail.service';
export type { MailTemplateName, MailTemplates } from './mail-templates';
