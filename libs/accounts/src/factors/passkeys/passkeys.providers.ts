import type { Provider, Type } from '@nestjs/common';
import { PasskeyAlerts } from './passkey-alerts';
import { PasskeyAssertions } from './passkey-assertions.service';
import { PasskeyChallengeService } from './passkey-challenge.service';
import { PasskeyChallenges } from './passkey-challenges.service';
import { PasskeyOptions } from './passkey-options.service';
import { PasskeySignInController } from './passkey-sign-in.controller';
import { PasskeySignInService } from './passkey-sign-in.service';
import { PasskeyVerifier } from './passkey.verifier';
import { PasskeysController } from './passkeys.controller';
import { PasskeysRepository } from './passkeys.repository';
import { PasskeysService } from './passkeys.service';
import { RelyingParty } from './relying-party';

export const passkeyControllers: Type[] = [PasskeySignInController, PasskeysController];

export const passkeyProviders: Provider[] = [
  RelyingParty,
  PasskeysRepository,
  PasskeyChallenges,
  PasskeyChallengeService,
  PasskeyOptions,
  PasskeyAlerts,
  PasskeyAssertions,
  PasskeyVerifier,
  PasskeySignInService,
  PasskeysService,
];
