import { problems, Settings, splitEmailAddress, toAsciiDomain, msg } from '#platform';
import { Injectable } from '@nestjs/common';
import { matchesDomainPattern } from './mail-domain.pattern';

/** Which domains new addresses may have. Addresses that accounts already have are not affected. */
@Injectable()
export class MailDomains {
  constructor(private readonly settings: Settings) {}

  /** @throws {Problem} 400 `validation_failed` with `email_domain_not_allowed` */
  assertAllowed(email: string, field: string): void {
    if (this.isAllowed(email)) return;
    throw problems.validation_failed({
      errors: [
        {
          field,
          code: 'email_domain_not_allowed',
          message: msg('faults.email_domain_not_allowed'),
        },
      ],
    });
  }

  private isAllowed(email: string): boolean {
    const { ALLOWED_MAIL_DOMAINS, BLOCKED_MAIL_DOMAINS } = this.settings;
    const domain = toAsciiDomain(splitEmailAddress(email).domain) ?? '';
    const isOneOf = (patterns: string[]) => patterns.some((pattern) => matchesDomainPattern(pattern, domain));
    return !isOneOf(BLOCKED_MAIL_DOMAINS) && (ALLOWED_MAIL_DOMAINS.length === 0 || isOneOf(ALLOWED_MAIL_DOMAINS));
  }
}
