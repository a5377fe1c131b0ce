import type { Principal } from '#auth';
import { UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { PasskeyChallenges } from './passkey-challenges.service';
import { PasskeyOptions } from './passkey-options.service';
import type { PasskeyChallengeDto } from './passkey.dto';

/** Issues challenges with their options. */
@Injectable()
export class PasskeyChallengeService {
  constructor(
    private readonly challenges: PasskeyChallenges,
    private readonly options: PasskeyOptions,
    private readonly users: UsersService,
  ) {}

  async forAnyone(): Promise<PasskeyChallengeDto> {
    const options = await this.options.forSignIn();
    return { challenge_id: await this.challenges.insert({ assertion: options.challenge }), options };
  }

  /** One for a sign-in or a reauthentication, and one for a registration. */
  async forUser({ userId }: Principal, purpose: 'sign_in' | 'register'): Promise<PasskeyChallengeDto> {
    const signIn = await this.options.forSignIn();
    const creation = await this.options.forRegistration(await this.users.findById(userId));
    const challenges = { assertion: signIn.challenge, registration: creation.challenge };
    return {
      challenge_id: await this.challenges.insert(challenges, userId),
      options: purpose === 'register' ? creation : signIn,
      creation_options: creation,
    };
  }
}
