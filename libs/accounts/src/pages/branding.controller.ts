import { Public } from '#auth';
import { ApiAnswer, Brand, contentSecurityPolicy, languages, problems, ResponseField, Settings } from '#platform';
import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PageRenderer } from './page-renderer';

class SupportDto {
  @ResponseField({ type: String, format: 'email', nullable: true, example: 'help@example.com' }) email: string | null;
  @ResponseField({ type: String, format: 'uri', nullable: true, example: 'https://help.example.com' })
  url: string | null;
}

export class BrandingDto {
  @ResponseField({ example: 'CollabSphere' }) name: string;
  @ResponseField({ description: 'Has enough contrast to white for text.', example: '#3b4fd8' }) color: string;
  @ResponseField({ type: String, format: 'uri', nullable: true, example: 'https://auth.example.com/pages/logo' })
  logo: string | null;
  @ResponseField({ type: SupportDto }) support: SupportDto;
  @ResponseField({ type: [String], description: 'BCP 47 tags of the languages of the service.', example: ['de', 'en'] })
  languages: string[];
  @ResponseField({ description: 'Of people who chose none of these.', example: 'en' }) default_language: string;
}

/** After a change of the settings, everybody sees it within an hour. */
const CACHE = 'public, max-age=3600';

/** A logo in SVG is a document: opened by itself it may run nothing. Programs of other origins show it. */
const LOGO_HEADERS = {
  'content-security-policy': contentSecurityPolicy({ 'style-src': "'unsafe-inline'", sandbox: '' }),
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': CACHE,
};

/** How the platform looks, for its pages and for applications. */
@ApiTags('Operations')
@Public()
@Controller()
export class BrandingController {
  constructor(
    private readonly pages: PageRenderer,
    private readonly brand: Brand,
    private readonly settings: Settings,
  ) {}

  @Get('api/branding')
  @Header('cache-control', CACHE)
  @ApiOperation({
    operationId: 'getBranding',
    summary: 'Read the name, the colour and the languages of the platform',
    description: 'By the settings of the operator; for sign-in pages.',
  })
  @ApiAnswer(200, BrandingDto)
  branding(): BrandingDto {
    const { PUBLIC_URL, SUPPORT_EMAIL, SUPPORT_URL, DEFAULT_LANGUAGE } = this.settings;
    return {
      name: this.brand.name,
      color: this.brand.color,
      logo: this.brand.logoPath && `${PUBLIC_URL}${this.brand.logoPath}`,
      support: { email: SUPPORT_EMAIL ?? null, url: SUPPORT_URL ?? null },
      languages: [...languages],
      default_language: DEFAULT_LANGUAGE,
    };
  }

  @Get('pages/style.css')
  @ApiExcludeEndpoint()
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', CACHE)
  style(): string {
    return this.pages.stylesheet;
  }

  @Get('pages/logo')
  @ApiExcludeEndpoint()
  logo(@Res() reply: FastifyReply): void {
    const { logo } = this.brand;
    if (!logo) throw problems.not_found();
    void reply.headers(LOGO_HEADERS).type(logo.type).send(logo.bytes);
  }
}
