import { Injectable } from '@nestjs/common';
import { SignedSessionIds } from '../security/signed-session-ids';

const PURPOSE = 'known-device';

/**
 * By its token a device is recognized at the next sign-in, so that wrong passwords from elsewhere do not delay it. It
 * proves nothing else. It is the signed id of the device's last session, and valid as long as that session's row is kept
 * and its owner does not report it.
 * @see OWASP, Slow Down Online Guessing Attacks with Device Cookies
 */
@Injectable()
export class KnownDeviceTokens {
  constructor(private readonly sessionIds: SignedSessionIds) {}

  issue(sessionId: string): string {
    return this.sessionIds.sign(PURPOSE, sessionId);
  }

  /** @returns the id of the session that the device had */
  verify(token: string): string | undefined {
    return this.sessionIds.verify(PURPOSE, token);
  }
}
