import { Injectable } from '@nestjs/common';
import { type PasskeyDto, PasskeyList } from '../passkey-list';
import { toPasskeyDto } from './passkey.dto';
import { PasskeysRepository } from './passkeys.repository';

@Injectable()
export class OwnPasskeys extends PasskeyList {
  constructor(private readonly passkeys: PasskeysRepository) {
    super();
  }

  override async list(userId: string): Promise<PasskeyDto[]> {
    return (await this.passkeys.list(userId)).map(toPasskeyDto);
  }
}
