import { isLanguage, Problem, ProblemValidationPipe } from '#platform';
import { FullName, Username, WithProfileDetails } from '#users';
import { Injectable } from '@nestjs/common';
import { NewEmail } from '../email/email.fields';
import { hashFault } from '../passwords/password-scheme';
import type { RecordFault, SourceAccount } from './source-account';

class Names {
  @NewEmail() email: string;
  @Username() username: string;
  @FullName() full_name: string;
}

/** The rules of a registration, but for the password, of which there is the hash alone. */
class ImportedAccountDto extends WithProfileDetails(Names) {}

export type CheckedAccount = Pick<ImportedAccountDto, 'email' | 'username' | 'full_name' | 'bio' | 'locale'>;

const hashMessages = {
  unknown_form: 'The hash is of no form that docs/import.md lists.',
  too_costly: 'A check of this hash would take more than 5 s of a core or 256 MiB of memory.',
};

@Injectable()
export class AccountChecks {
  private readonly pipe = new ProblemValidationPipe();

  /** @returns the account as it would be stored, or all its faults */
  async check(account: SourceAccount, username: string): Promise<CheckedAccount | RecordFault[]> {
    const faults = this.hashFaults(account.passwordHash);
    try {
      const dto = await this.pipe.transform(
        {
          email: account.email,
          username,
          full_name: account.fullName ?? username,
          bio: account.bio,
          locale: account.locale !== undefined && isLanguage(account.locale) ? account.locale : undefined,
        },
        { type: 'body', metatype: ImportedAccountDto },
      );
      return faults.length > 0 ? faults : (dto as CheckedAccount);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { errors = [] } = error.getResponse() as { errors?: RecordFault[] };
      return [...errors.map(({ field, code, message }) => ({ field, code, message })), ...faults];
    }
  }

  private hashFaults(hash: string): RecordFault[] {
    const fault = hash === '' ? undefined : hashFault(hash);
    return fault ? [{ field: 'password_hash', code: `password_hash_${fault}`, message: hashMessages[fault] }] : [];
  }
}
