import { databaseClock } from '#platform';
import { UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SecurityAlerts } from '../../security/security-alerts';
import type { CheckedAssertion } from './passkey-assertions.service';

@Injectable()
export class PasskeyAlerts {
  constructor(
    private readonly users: UsersService,
    private readonly alerts: SecurityAlerts,
  ) {}

  /** The signature was right, but the counter is not above the stored one. @see WebAuthn Level 3 §6.1.1 */
  async possibleClone(manager: EntityManager, { passkey, counter }: CheckedAssertion): Promise<void> {
    const user = await this.users.findById(passkey.userId, manager);
    await this.alerts.send(manager, user, {
      mail: 'passkey-cloned',
      variables: { name: user.fullName, passkey: passkey.name, when: databaseClock.date().toISOString() },
      notice: {
        event: 'passkey_cloned',
        values: { passkey: passkey.name },
        data: { passkey_id: passkey.id },
      },
      audit: {
        action: 'mfa.passkey_counter_regression',
        subjectId: user.id,
        details: { passkey_id: passkey.id, counter, stored_counter: Number(passkey.counter) },
      },
    });
  }
}
