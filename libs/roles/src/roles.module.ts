import { AuditModule } from '#audit';
import { SessionsModule } from '#sessions';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RoleQueriesRegistration } from './role-queries';
import { Role } from './role.entity';
import { RolesController } from './roles.controller';
import { RolesService } from './roles.service';

@Module({
  imports: [TypeOrmModule.forFeature([Role]), SessionsModule, AuditModule],
  controllers: [RolesController],
  providers: [RolesService, RoleQueriesRegistration],
  exports: [RolesService],
})
export class RolesModule {}
