import { AuditLog } from '#audit';
import type { RequestMetadata } from '#platform';
import { type Actor, TransactionAuthorizer, describeUserAgent } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { factorAdded, factorRemoved, passkeyFactor } from '../factor-alerts';
import { type FactorChange, FactorChanges } from '../factor-changes.service';
import { PasskeyChallenges } from './passkey-challenges.service';
import type { NewPasskeyRequest } from './passkey.dto';
import type { Passkey } from './passkey.entity';
import { challengeExpired, invalidAttestation, passkeyProblems } from './passkeys.errors';
import { PasskeysRepository } from './passkeys.repository';
import { RelyingParty } from './relying-party';
import { type NewCredential, verifyAttestation, WebauthnRefusal } from './webauthn-responses';

const MAX_PASSKEYS = 20;

/** Registers, renames and removes a user's own passkeys. */
@Injectable()
export class PasskeysService {
  constructor(
    private readonly database: DataSource,
    private readonly challenges: PasskeyChallenges,
    private readonly passkeys: PasskeysRepository,
    private readonly relyingParty: RelyingParty,
    private readonly changes: FactorChanges,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @returns the recovery codes too, where it is the user's first factor
   * @throws {Problem} 400 `validation_failed`, 409 `passkey_already_registered`, `too_many_passkeys`
   */
  async register(
    actor: Actor,
    { challenge_id, attestation, name }: NewPasskeyRequest,
    metadata: RequestMetadata,
  ): Promise<{ passkey: Passkey; recoveryCodes: string[] }> {
    const taken = await this.challenges.take(challenge_id, 'registration');
    if (taken?.userId !== actor.userId) throw challengeExpired();
    const credential = await this.verify(attestation, taken.challenge);
    const chosen = name ?? describeUserAgent(metadata.userAgent);
    const { result, recoveryCodes } = await this.changes.changeOwn(actor, metadata, (manager, user) =>
      this.add(manager, user.id, { credential, name: chosen }),
    );
    return { passkey: result, recoveryCodes };
  }

  /** @throws {Problem} 404 `passkey_not_found` */
  async rename(actor: Actor, id: string, name: string, metadata: RequestMetadata): Promise<Passkey> {
    const { userId } = actor;
    return this.database.transaction(async (manager) => {
      await this.transactionAuthorizer.lockAndVerify(manager, actor);
      const passkey = await this.passkeys.rename(manager, userId, id, name);
      if (!passkey) throw passkeyProblems.passkey_not_found();
      const about = { actorId: userId, subjectId: userId, details: { passkey_id: id, name }, metadata };
      await this.audit.record(manager, { action: 'mfa.passkey_rename', ...about });
      return passkey;
    });
  }

  /** @throws {Problem} 404 `passkey_not_found` */
  async remove(actor: Actor, id: string, metadata: RequestMetadata): Promise<void> {
    await this.changes.changeOwn(actor, metadata, async (manager, user) => {
      const removed = await this.passkeys.remove(manager, user.id, id);
      if (!removed) throw passkeyProblems.passkey_not_found();
      const describe = factorRemoved(passkeyFactor(removed.name));
      return { result: undefined, action: 'mfa.passkey_remove', details: { passkey_id: id }, describe };
    });
  }

  private async verify(attestation: object, challenge: string): Promise<NewCredential> {
    try {
      const expected = { relyingParty: this.relyingParty, challenge, requireUserVerification: true };
      return await verifyAttestation(attestation, expected);
    } catch (error) {
      throw error instanceof WebauthnRefusal ? invalidAttestation(error) : error;
    }
  }

  private async add(
    manager: EntityManager,
    userId: string,
    { credential, name }: { credential: NewCredential; name: string },
  ): Promise<FactorChange<Passkey>> {
    if ((await this.passkeys.count(manager, userId)) >= MAX_PASSKEYS) throw passkeyProblems.too_many_passkeys();
    const passkey = await this.passkeys.insert(manager, { id: uuid(), userId, name, ...credential });
    if (!passkey) throw passkeyProblems.passkey_already_registered();
    return {
      result: passkey,
      action: 'mfa.passkey_add',
      details: { passkey_id: passkey.id },
      describe: factorAdded(passkeyFactor(name)),
      proved: [credential.backupEligible ? 'swk' : 'hwk', 'user'],
    };
  }
}
