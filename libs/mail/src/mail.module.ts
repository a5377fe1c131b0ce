import { Module } from '@nestjs/common';
import { MailSender } from './mail.sender';
import { MailService } from './mail.service';
import { Mailer } from './mailer';

@Module({ providers: [MailService, MailSender, Mailer], exports: [MailService] })
export class MailModule {}
