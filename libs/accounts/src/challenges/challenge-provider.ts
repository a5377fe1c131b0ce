/** What a client must solve; what it is depends on the provider. */
export interface Challenge {
  provider: 'altcha' | 'external';
  /** For `altcha`: the challenge of its widget. @see https://altcha.org */
  altcha?: object;
}

/** Makes many attempts expensive. Required only where attempts look suspicious. */
export abstract class ChallengeProvider {
  readonly isEnabled: boolean = true;

  abstract create(): Promise<Challenge>;

  /** A response is accepted once. @throws {Problem} 503 `service_unavailable` */
  abstract verify(response: string, ip: string): Promise<boolean>;
}

export class NoChallengeProvider extends ChallengeProvider {
  override readonly isEnabled = false;

  create(): Promise<Challenge> {
    return Promise.reject(new Error('challenges are off'));
  }

  verify(): Promise<boolean> {
    return Promise.resolve(true);
  }
}
