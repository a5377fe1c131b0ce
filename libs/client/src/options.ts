import type { AuthOptions } from './auth/auth.js';
import type { StepUpHandler } from './auth/step-up.js';
import type { Platform } from './platform/platform.js';
import type { PresenceOptions } from './presence/presence-types.js';
import type { SessionMode } from './session/session.js';
import type { SessionStorage } from './session/storage.js';

export interface ClientOptions extends AuthOptions {
  /** Origin of the service, such as `https://auth.example.com`; `''` for that of the page. */
  url: string;
  /**
   * Who keeps the refresh token. `cookie`, for browsers: an HttpOnly cookie; the page must be on the same site as the
   * service. `tokens`: `storage`.
   */
  session: SessionMode;
  /** With `tokens`: by default `localStorage` in browsers, and the memory elsewhere. */
  storage?: SessionStorage;
  /** Clients with the same key share a session; by default one for each `url`. */
  storageKey?: string;
  /** Called where a call is refused with `step_up_required`. */
  onStepUpRequired?: StepUpHandler;
  presence?: PresenceOptions;
  /** For runtimes that are not detected, and for tests. */
  platform?: Partial<Platform>;
}
