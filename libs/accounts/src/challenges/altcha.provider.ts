import { createHash } from 'node:crypto';
import { RateLimitStore, SecretBox, type Settings } from '#platform';
import { createChallenge, type Payload, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { type Challenge, ChallengeProvider } from './challenge-provider';

/** Milliseconds that a client has for the solution and the next attempt. */
const LIFETIME = 300_000;

/** Hexadecimal digits that the key must begin with: 256 tries on average. */
const KEY_PREFIX = '00';

/** Proof of work. Needs no third party, no cookie and no state but the solutions of the last minutes. */
export class AltchaProvider extends ChallengeProvider {
  constructor(
    private readonly settings: Settings,
    private readonly secrets: SecretBox,
    private readonly used: RateLimitStore,
  ) {
    super();
  }

  async create(): Promise<Challenge> {
    const altcha = await createChallenge({
      algorithm: 'PBKDF2/SHA-256',
      cost: this.settings.CHALLENGE_COST,
      keyPrefix: KEY_PREFIX,
      // The library judges it by the machine's clock.
      expiresAt: new Date(Date.now() + LIFETIME),
      hmacSignatureSecret: this.secret(),
      deriveKey,
    });
    return { provider: 'altcha', altcha };
  }

  async verify(response: string): Promise<boolean> {
    const payload = parsePayload(response);
    if (!payload || !(await this.isSolved(payload))) return false;
    const { isBlocked } = await this.used.increment(usedKey(payload), LIFETIME, 1);
    return !isBlocked;
  }

  private async isSolved({ challenge, solution }: Payload): Promise<boolean> {
    try {
      const result = await verifySolution({
        challenge,
        solution,
        deriveKey,
        hmacSignatureSecret: this.secret(),
      });
      return result.verified === true && challenge.parameters.cost >= this.settings.CHALLENGE_COST;
    } catch {
      return false;
    }
  }

  private secret(): string {
    return this.secrets.key('altcha').toString('base64url');
  }
}

function parsePayload(response: string): Payload | undefined {
  try {
    const payload = JSON.parse(Buffer.from(response, 'base64').toString('utf8')) as Payload | null;
    return typeof payload?.challenge?.signature === 'string' && payload.solution ? payload : undefined;
  } catch {
    return undefined;
  }
}

/** By the signature, which covers all of the challenge. */
const usedKey = ({ challenge }: Payload) =>
  createHash('sha256').update(`altcha\0${challenge.signature!.toLowerCase()}`).digest('base64url');
