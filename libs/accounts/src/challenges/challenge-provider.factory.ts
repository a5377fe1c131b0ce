import { RateLimitStore, SecretBox, Settings } from '#platform';
import type { FactoryProvider } from '@nestjs/common';
import { AltchaProvider } from './altcha.provider';
import { ChallengeProvider, NoChallengeProvider } from './challenge-provider';
import { ExternalChallengeProvider } from './external-challenge.provider';

export const challengeProvider: FactoryProvider<ChallengeProvider> = {
  provide: ChallengeProvider,
  inject: [Settings, SecretBox, RateLimitStore],
  useFactory: (settings: Settings, secrets: SecretBox, store: RateLimitStore) => {
    const { CHALLENGE_PROVIDER } = settings;
    if (CHALLENGE_PROVIDER === 'none') return new NoChallengeProvider();
    return CHALLENGE_PROVIDER === 'altcha'
      ? new AltchaProvider(settings, secrets, store)
      : new ExternalChallengeProvider(CHALLENGE_PROVIDER);
  },
};
