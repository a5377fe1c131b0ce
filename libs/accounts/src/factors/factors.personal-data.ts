import { PersonalData, ResponseField } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PasskeyDto, toPasskeyDto } from './passkeys/passkey.dto';
import { PasskeysRepository } from './passkeys/passkeys.repository';
import { RecoveryCodes } from './recovery-codes/recovery-codes.service';
import { TotpRepository } from './totp/totp.repository';
import { TrustedDevices } from './trusted-devices/trusted-devices.service';

const time = '2026-11-23T09:30:00.000Z';

export class OwnTrustedDeviceDto {
  @ResponseField({ example: 'Firefox on Linux' }) name: string;
  @ResponseField({ format: 'date-time', example: time }) created_at: string;
  @ResponseField({ type: String, format: 'date-time', nullable: true, example: time }) last_used_at: string | null;
  @ResponseField({ format: 'date-time', example: time }) expires_at: string;
}

export class OwnFactorsDto {
  @ResponseField({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the authenticator app was set up.',
    example: time,
  })
  totp_confirmed_at: string | null;
  @ResponseField({ type: [PasskeyDto] }) passkeys: PasskeyDto[];
  @ResponseField({ example: 10 }) recovery_codes_left: number;
  @ResponseField({ type: [OwnTrustedDeviceDto] }) trusted_devices: OwnTrustedDeviceDto[];
}

@Injectable()
export class FactorsPersonalData implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly totp: TotpRepository,
    private readonly passkeys: PasskeysRepository,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly trustedDevices: TrustedDevices,
  ) {}

  onModuleInit(): void {
    this.personalData.register('second_factors', (userId) => this.collect(userId));
  }

  private async collect(userId: string): Promise<OwnFactorsDto> {
    return {
      totp_confirmed_at: (await this.totp.find(userId))?.confirmedAt?.toISOString() ?? null,
      passkeys: (await this.passkeys.list(userId)).map(toPasskeyDto),
      recovery_codes_left: await this.recoveryCodes.count(userId),
      trusted_devices: (await this.trustedDevices.list(userId)).map(({ name, createdAt, lastUsedAt, expiresAt }) => ({
        name,
        created_at: createdAt.toISOString(),
        last_used_at: lastUsedAt?.toISOString() ?? null,
        expires_at: expiresAt.toISOString(),
      })),
    };
  }
}
