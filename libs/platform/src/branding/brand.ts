import { Injectable } from '@nestjs/common';
import { Settings } from '../settings/settings';
import { type Logo, readLogo } from './brand-logo';
import { type Accent, paletteOf } from './brand-palette';

/** Where the service serves the logo. */
export const LOGO_PATH = '/pages/logo';

interface Support {
  /** What is shown. */
  label: string;
  href: string;
}

/** The operator's name, colours, logo and support, as mails and pages use them. */
@Injectable()
export class Brand {
  readonly name: string;
  readonly color: string;
  readonly palette: Record<'light' | 'dark', Accent>;
  readonly logo: Logo | undefined;
  /** URL of the logo; its path alone on our own pages. */
  readonly logoPath: string | null;
  readonly support: Support | undefined;

  constructor({ BRAND_NAME, BRAND_COLOR, BRAND_LOGO, SUPPORT_EMAIL, SUPPORT_URL }: Settings) {
    this.name = BRAND_NAME;
    this.color = BRAND_COLOR;
    this.palette = paletteOf(BRAND_COLOR);
    const logo = BRAND_LOGO === undefined ? undefined : readLogo(BRAND_LOGO);
    // The settings were checked; a file that is gone since then is no reason not to start.
    this.logo = typeof logo === 'object' ? logo : undefined;
    this.logoPath = this.logo ? LOGO_PATH : null;
    this.support = supportOf(SUPPORT_EMAIL, SUPPORT_URL);
  }
}

function supportOf(email: string | undefined, url: string | undefined): Support | undefined {
  if (url) return { label: url.replace(/^https?:\/\/|\/$/g, ''), href: url };
  return email ? { label: email, href: `mailto:${encodeURI(email)}` } : undefined;
}
