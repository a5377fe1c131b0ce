import { Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieValues, isTokenValue, serializeCookie } from './cookie';

const DAY = 86_400;

/** The tokens that a browser keeps in cookies, by the field of the answer that has them; lifetimes are seconds. */
const cookies = {
  refresh: { name: 'collabsphere_refresh', lifetime: ({ REFRESH_TOKEN_TTL }: Settings) => REFRESH_TOKEN_TTL },
  known_device_token: { name: 'collabsphere_known_device', lifetime: () => 180 * DAY },
  // The service knows when it expires.
  trusted_device_token: { name: 'collabsphere_trusted_device', lifetime: () => 180 * DAY },
};

/** Its name in the OpenAPI document. */
export const SESSION_COOKIE_SCHEME = 'session_cookie';

export type CookieToken = keyof typeof cookies;
export type IssuedTokens = Partial<Record<CookieToken, string>>;

const isCookieToken = (field: string): field is CookieToken => Object.hasOwn(cookies, field);

/**
 * Reads and writes the cookies of browser sessions. Over https, as `PUBLIC_URL` says, their names have the prefix
 * `__Host-`, so that no other host of the domain can set them. Over http, for development, they have neither prefix nor
 * `Secure`.
 */
@Injectable()
export class SessionCookies {
  private readonly secure: boolean;

  constructor(private readonly settings: Settings) {
    this.secure = settings.PUBLIC_URL.startsWith('https:');
  }

  isSent(request: FastifyRequest, token: CookieToken): boolean {
    return this.valuesOf(request, token).length > 0;
  }

  /** @returns nothing where none was sent, or more than one */
  read(request: FastifyRequest, token: CookieToken): string | undefined {
    const [value, ...others] = this.valuesOf(request, token);
    return value !== undefined && others.length === 0 && isTokenValue(value) ? value : undefined;
  }

  /** @returns the answer without the tokens that are in cookies now */
  move(reply: FastifyReply, answer: IssuedTokens): object {
    const entries = Object.entries(answer).filter(([field, value]) => {
      if (!isCookieToken(field)) return true;
      this.write(reply, field, value, cookies[field].lifetime(this.settings));
      return false;
    });
    return Object.fromEntries(entries);
  }

  /** Without effect for a client that has not sent the cookie. */
  clear(reply: FastifyReply, token: CookieToken): void {
    if (this.isSent(reply.request, token)) this.write(reply, token, '', 0);
  }

  private write(reply: FastifyReply, token: CookieToken, value: string, maxAge: number): void {
    // Fastify adds to the cookies that are set already.
    reply.header('set-cookie', serializeCookie(this.nameOf(token), value, { maxAge, secure: this.secure }));
  }

  private valuesOf(request: FastifyRequest, token: CookieToken): string[] {
    return cookieValues(request.headers.cookie, this.nameOf(token));
  }

  private nameOf(token: CookieToken): string {
    return `${this.secure ? '__Host-' : ''}${cookies[token].name}`;
  }
}
