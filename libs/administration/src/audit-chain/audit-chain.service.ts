import { AuditVerification } from '#audit';
import type { Principal } from '#auth';
import type { RequestMetadata } from '#platform';
import { TransactionAuthorizer } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

@Injectable()
export class AuditChainService {
  constructor(
    private readonly database: DataSource,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly verification: AuditVerification,
  ) {}

  async requestVerification(principal: Principal, metadata: RequestMetadata) {
    await this.database.transaction(async (manager) => {
      await this.transactionAuthorizer.lockAndVerify(manager, principal, ['can_manage_users']);
      await this.verification.request(manager, principal.userId, metadata);
    });
    return this.verification.read();
  }
}
