import { join } from 'node:path';
import { MailerModule } from '@nestjs-modules/mailer';
import { HandlebarsAdapter } from '@nestjs-modules/mailer/adapters/handlebars.adapter';
import { Settings } from '#platform';
import { Module } from '@nestjs/common';
import { MailSender } from './mail.sender';
import { MailService } from './mail.service';
import { mailTransport } from './mail-transport';

@Module({
  imports: [
    MailerModule.forRootAsync({
      imports: [],
      inject: [Settings],
      useFactory: (settings: Settings) => ({
        transport: mailTransport(settings),
        defaults: { from: settings.MAIL_FROM },
        template: { dir: join(__dirname, 'templates'), adapter: new HandlebarsAdapter() },
      }),
    }),
  ],
  providers: [MailService, MailSender],
  exports: [MailService],
})
export class MailModule {}
