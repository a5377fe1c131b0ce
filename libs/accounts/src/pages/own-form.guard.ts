import { sessionProblems } from '#sessions';
import { type CanActivate, type ExecutionContext, Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/**
 * For forms that need neither a valid token nor a session: a page of another site could make its visitors send them, each
 * from an address of their own, which no limit by address would notice. `Origin` is `null` here, since our pages send no
 * referrer. Old browsers do not send `Sec-Fetch-Site`.
 * @see Fetch Metadata §2.3; OWASP Cross-Site Request Forgery Prevention
 */
@Injectable()
export class OwnFormGuard implements CanActivate {
  private readonly logger = new Logger('OwnForm');

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { origin = null, 'sec-fetch-site': site } = request.headers;
    if (site === undefined || site === 'same-origin') return true;
    this.logger.warn({ event: 'origin_not_allowed', origin, site, ip: request.ip, request_id: request.id });
    throw sessionProblems.origin_not_allowed();
  }
}
