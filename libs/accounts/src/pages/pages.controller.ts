import { Public } from '#auth';
import { type RequestMetadata, ReqMetadata, Problem, RateLimit, Settings } from '#platform';
import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import { EmailChangeService } from '../email/email-change.service';
import { NewPasswordPolicy } from '../passwords/new-password-policy.service';
import { PasswordResetService } from '../passwords/password-reset.service';
import { EmailVerificationService } from '../registration/email-verification.service';
import { assertPagesEnabled, HtmlPage, renderOutcome } from './html-page';
import { PageRenderer } from './page-renderer';

/** The links in mails, while `FRONTEND_URL` is the service itself. Opening a page (GET) uses nothing up: mail scanners do. */
@ApiExcludeController()
@Public()
@Controller()
export class PagesController {
  constructor(
    private readonly pages: PageRenderer,
    private readonly verification: EmailVerificationService,
    private readonly emails: EmailChangeService,
    private readonly passwordResets: PasswordResetService,
    private readonly passwordPolicy: NewPasswordPolicy,
    private readonly settings: Settings,
  ) {}

  @Get('pages/style.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  style(): string {
    return this.pages.stylesheet;
  }

  @Get('verify-email/:token')
  @HtmlPage()
  verifyEmail(@Param('token') token: string): string {
    assertPagesEnabled(this.settings);
    return this.pages.verifyEmail(token);
  }

  @Post('verify-email/:token')
  @HttpCode(200)
  @RouteConfig({ form: true })
  @RateLimit('token')
  @HtmlPage()
  submitEmailVerification(@Param('token') token: string, @ReqMetadata() metadata: RequestMetadata): Promise<string> {
    return this.outcome(async () => {
      await this.verification.verify(token, metadata);
      return { title: 'Thank you', text: 'Your e-mail address is verified. You can go back to CollabSphere now.' };
    });
  }

  @Get('confirm-email/:token')
  @HtmlPage()
  confirmEmail(@Param('token') token: string): string {
    assertPagesEnabled(this.settings);
    return this.pages.confirmEmail(token);
  }

  @Post('confirm-email/:token')
  @HttpCode(200)
  @RouteConfig({ form: true })
  @RateLimit('token')
  @HtmlPage()
  submitEmailChange(@Param('token') token: string, @ReqMetadata() metadata: RequestMetadata): Promise<string> {
    return this.outcome(async () => {
      await this.emails.confirm(token, metadata);
      return { title: 'Thank you', text: 'Your e-mail address is changed. Sign in with the new one from now on.' };
    });
  }

  @Get('reset-password/:token')
  @HtmlPage()
  resetPassword(@Param('token') token: string): string {
    assertPagesEnabled(this.settings);
    return this.pages.resetPassword(token);
  }

  @Post('reset-password/:token')
  @HttpCode(200)
  @RouteConfig({ form: true })
  @RateLimit('token')
  @HtmlPage()
  async submitPasswordReset(
    @Param('token') token: string,
    @Body() form: Record<string, unknown> | undefined,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<string> {
    assertPagesEnabled(this.settings);
    const newPassword = String(form?.new_password ?? '');
    const faults = this.passwordPolicy.faults(newPassword, {}).map(({ message }) => message);
    if (newPassword !== String(form?.new_password2 ?? '')) faults.push('The two passwords differ.');
    if (faults.length > 0) return this.pages.resetPassword(token, faults);
    try {
      return await this.outcome(async () => {
        await this.passwordResets.reset(token, newPassword, metadata);
        return { title: 'Done', text: 'Your password is changed. Sign in with the new one.' };
      });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { errors = [] } = error.getResponse() as { errors?: { message: string }[] };
      return this.pages.resetPassword(
        token,
        errors.map(({ message }) => message),
      );
    }
  }

  private async outcome(work: () => Promise<{ title: string; text: string }>): Promise<string> {
    assertPagesEnabled(this.settings);
    return renderOutcome(this.pages, work);
  }
}
