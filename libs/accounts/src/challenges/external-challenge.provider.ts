import { problems } from '#platform';
import { Logger } from '@nestjs/common';
import { type Challenge, ChallengeProvider } from './challenge-provider';

const TIMEOUT_MS = 3000;

/**
 * The operator's own service, such as one in front of a CAPTCHA: it gets `{response, ip}` by POST and answers 200 with
 * `{success: boolean}`. The operator's client knows what to show.
 */
export class ExternalChallengeProvider extends ChallengeProvider {
  private readonly logger = new Logger('Challenges');

  constructor(private readonly url: string) {
    super();
  }

  create(): Promise<Challenge> {
    return Promise.resolve({ provider: 'external' });
  }

  async verify(response: string, ip: string): Promise<boolean> {
    try {
      const answer = await fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ response, ip }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (answer.ok) return ((await answer.json()) as { success?: unknown }).success === true;
      throw new Error(`answered ${answer.status}`);
    } catch (error) {
      this.logger.warn({ msg: 'CHALLENGE_PROVIDER does not answer; attempts that require it get 503', err: error });
      throw problems.service_unavailable();
    }
  }
}
