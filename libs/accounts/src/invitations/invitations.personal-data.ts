import { PersonalData } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InvitationMapper } from './invitation.mapper';
import { InvitationsRepository } from './invitations.repository';

@Injectable()
export class InvitationsPersonalData implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly invitations: InvitationsRepository,
    private readonly mapper: InvitationMapper,
  ) {}

  onModuleInit(): void {
    this.personalData.register('invitations', async (userId) =>
      this.mapper.toDtos(await this.invitations.findByUser(userId)),
    );
  }
}
