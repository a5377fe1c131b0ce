import { Public } from '#auth';
import {
  AskedLanguage,
  Language,
  Problem,
  ProblemValidationPipe,
  RateLimit,
  ReqMetadata,
  type RequestMetadata,
  Settings,
} from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import { InvitationAcceptance, type ValidInvitation } from '../invitations/invitation-acceptance.service';
import { RegistrationService } from '../registration/registration.service';
import { faultsOf, type FormFields, toFormFields, toRegistration } from './invitation-form';
import { assertPagesEnabled, HtmlPage } from './html-page';
import { type FormFault, PageRenderer } from './page-renderer';

/** The link of an invitation: a form that registers. Opening it (GET) does not use the invitation. */
@ApiExcludeController()
@Public()
@Controller('invitation')
export class InvitationPagesController {
  constructor(
    private readonly pages: PageRenderer,
    private readonly acceptance: InvitationAcceptance,
    private readonly registration: RegistrationService,
    private readonly validation: ProblemValidationPipe,
    private readonly settings: Settings,
  ) {}

  @Get(':token')
  @RateLimit('token')
  @HtmlPage()
  show(@Param('token') token: string, @Language() language: string): Promise<string> {
    return this.render(language, token, async (valid) => this.form(language, token, valid, toFormFields({})));
  }

  @Post(':token')
  @HttpCode(200)
  @RouteConfig({ form: true })
  @RateLimit('token')
  @HtmlPage()
  submit(
    @Param('token') token: string,
    @Body() body: Record<string, unknown> | undefined,
    @Language() language: string,
    @AskedLanguage() locale: string | undefined,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<string> {
    return this.render(language, token, async (valid) => {
      const fields = toFormFields(body ?? {});
      const { email } = valid.invitation;
      try {
        const registration = await toRegistration(this.validation, token, { ...fields, email, locale });
        await this.registration.acceptInvitation(token, registration, metadata);
      } catch (error) {
        return this.form(language, token, valid, fields, faultsOf(error, this.pages, language));
      }
      return this.pages.outcome(language, {
        title: this.pages.say(language, 'invitation.done_title'),
        text: this.pages.say(language, 'invitation.done'),
        ok: true,
        next: { signIn: true },
      });
    });
  }

  /** What the invitation's state or the settings forbid becomes a page as well. */
  private async render(
    language: string,
    token: string,
    work: (valid: ValidInvitation) => Promise<string>,
  ): Promise<string> {
    assertPagesEnabled(this.settings);
    try {
      this.registration.assertNotClosed();
      return await work(await this.acceptance.verify(token));
    } catch (error) {
      if (!(error instanceof Problem) || error.getStatus() >= 429) throw error;
      const { title, detail } = error.bodyIn(language);
      return this.pages.outcome(language, { title, text: detail, ok: false });
    }
  }

  private form(
    language: string,
    token: string,
    { invitation: { email, roleName }, inviter }: ValidInvitation,
    { username, full_name }: FormFields,
    faults: FormFault[] = [],
  ): string {
    const form = { email, inviter: inviter.fullName, role: roleName, username, fullName: full_name };
    return this.pages.invitation(language, token, form, faults);
  }
}
