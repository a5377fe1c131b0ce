import { Public } from '#auth';
import {
  Language,
  type Message,
  msg,
  Problem,
  RateLimit,
  ReqMetadata,
  type RequestMetadata,
  Settings,
  translate,
} from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { EmailChangeService } from '../email/email-change.service';
import { NewPasswordPolicy } from '../passwords/new-password-policy.service';
import { PasswordResetService } from '../passwords/password-reset.service';
import { EmailVerificationService } from '../registration/email-verification.service';
import { formValue } from './form-value';
import { assertPagesEnabled, HtmlPage } from './html-page';
import { type LinkPage, LinkPages, type OpenedLink } from './link-pages.service';
import { PageRenderer } from './page-renderer';

/** The links in mails, while `FRONTEND_URL` is the service itself. Opening a page (GET) uses nothing up: mail scanners do. */
@ApiExcludeController()
@Public()
@Controller()
export class PagesController {
  constructor(
    private readonly links: LinkPages,
    private readonly pages: PageRenderer,
    private readonly verification: EmailVerificationService,
    private readonly emails: EmailChangeService,
    private readonly passwordResets: PasswordResetService,
    private readonly passwordPolicy: NewPasswordPolicy,
    private readonly settings: Settings,
  ) {}

  @Get('verify-email/:token')
  @RateLimit('token')
  @HtmlPage()
  async verifyEmail(
    @Param('token') token: string,
    @Language() asked: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const link = await this.open('verify-email', token, asked, reply);
    return this.links.show(link, () => this.pages.action(link.language, 'verify-email', token));
  }

  @Post('verify-email/:token')
  @HttpCode(200)
  @RouteConfig({ form: true })
  @RateLimit('token')
  @HtmlPage()
  async submitEmailVerification(
    @Param('token') token: string,
    @Language() asked: string,
    @ReqMetadata() metadata: RequestMetadata,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const link = await this.open('verify-email', token, asked, reply);
    return this.links.submit(link, () => this.verification.verify(token, metadata));
  }

  @Get('confirm-email/:token')
  @RateLimit('token')
  @HtmlPage()
  async confirmEmail(
    @Param('token') token: string,
    @Language() asked: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const link = await this.open('confirm-email', token, asked, reply);
    return this.links.show(link, () => this.pages.action(link.language, 'confirm-email', token));
  }

  @Post('confirm-email/:token')
  @HttpCode(200)
  @RouteConfig({ form: true })
  @RateLimit('token')
  @HtmlPage()
  async submitEmailChange(
    @Param('token') token: string,
    @Language() asked: string,
    @ReqMetadata() metadata: RequestMetadata,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const link = await this.open('confirm-email', token, asked, reply);
    return this.links.submit(link, () => this.emails.confirm(token, metadata));
  }

  @Get('reset-password/:token')
  @RateLimit('token')
  @HtmlPage()
  async resetPassword(
    @Param('token') token: string,
    @Language() asked: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const link = await this.open('reset-password', token, asked, reply);
    return this.links.show(link, () => this.pages.resetPassword(link.language, token));
  }

  @Post('reset-password/:token')
  @HttpCode(200)
  @RouteConfig({ form: true })
  @RateLimit('token')
  @HtmlPage()
  async submitPasswordReset(
    @Param('token') token: string,
    @Body() form: Record<string, unknown> | undefined,
    @Language() asked: string,
    @ReqMetadata() metadata: RequestMetadata,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const link = await this.open('reset-password', token, asked, reply);
    const newPassword = formValue(form, 'new_password');
    const faults = this.passwordPolicy.faults(newPassword, {}).map(({ message }) => message);
    if (newPassword !== formValue(form, 'new_password2')) faults.push(msg('faults.password_mismatch'));
    if (faults.length > 0) return this.askAgain(link, faults);
    try {
      return await this.links.submit(link, () => this.passwordResets.reset(token, newPassword, metadata));
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'validation_failed') throw error;
      return this.askAgain(
        link,
        error.faults.map(({ message }) => message),
      );
    }
  }

  private open(page: LinkPage, token: string, asked: string, reply: FastifyReply): Promise<OpenedLink> {
    assertPagesEnabled(this.settings);
    return this.links.open(page, token, asked, reply);
  }

  private askAgain({ language, token }: OpenedLink, faults: Message[]): string {
    return this.pages.resetPassword(
      language,
      token,
      faults.map((fault) => translate(language, fault)),
    );
  }
}
