import { Public } from '#auth';
import { type RequestMetadata, ReqMetadata, RateLimit, Settings } from '#platform';
import { UnsubscribeService } from '#push';
import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import { UnrecognizedSessionService } from '../security/unrecognized-session.service';
import { assertPagesEnabled, HtmlPage, renderOutcome } from './html-page';
import { PageRenderer } from './page-renderer';

/** The links in notices: their buttons work without a sign-in. Opening a page (GET) does nothing yet. */
@ApiExcludeController()
@Public()
@Controller()
export class NoticePagesController {
  constructor(
    private readonly pages: PageRenderer,
    private readonly unrecognizedSessions: UnrecognizedSessionService,
    private readonly unsubscribing: UnsubscribeService,
    private readonly settings: Settings,
  ) {}

  @Get('not-me/:token')
  @HtmlPage()
  unrecognizedSession(@Param('token') token: string): string {
    assertPagesEnabled(this.settings);
    return this.pages.unrecognizedSession(token);
  }

  @Post('not-me/:token')
  @HttpCode(200)
  @RouteConfig({ form: true })
  @RateLimit('token')
  @HtmlPage()
  reportUnrecognizedSession(@Param('token') token: string, @ReqMetadata() metadata: RequestMetadata): Promise<string> {
    assertPagesEnabled(this.settings);
    return renderOutcome(this.pages, async () => {
      await this.unrecognizedSessions.report(token, metadata);
      return {
        title: 'That device is signed out',
        text: 'We have mailed you a link to choose a new password. Use it now: another person knows the old one.',
      };
    });
  }

  /** Served here even where a frontend serves the other pages, since mail programs post to it. */
  @Get('unsubscribe/:token')
  @HtmlPage()
  unsubscribe(@Param('token') token: string): string {
    return this.pages.unsubscribe(token);
  }

  /** The page's button, and a mail program's own, which may send either kind of form. @see RFC 8058 §3.2 */
  @Post('unsubscribe/:token')
  @HttpCode(200)
  @RouteConfig({ form: true, files: true })
  @RateLimit('token')
  @HtmlPage()
  submitUnsubscribe(@Param('token') token: string, @ReqMetadata() metadata: RequestMetadata): Promise<string> {
    return renderOutcome(this.pages, async () => {
      await this.unsubscribing.unsubscribe(token, metadata);
      return { title: 'Done', text: 'You get no more mails of this kind. CollabSphere’s settings can undo it.' };
    });
  }
}
