import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditChain } from './audit-chain';
import { AuditEntry } from './audit-entry.entity';
import { AuditLog } from './audit-log.service';
import { AuditController } from './audit.controller';
import { AuditPersonalData } from './audit.personal-data';
import { AuditVisibility } from './audit-visibility';

@Module({
  imports: [TypeOrmModule.forFeature([AuditEntry])],
  controllers: [AuditController],
  providers: [AuditLog, AuditChain, AuditVisibility, AuditPersonalData],
  exports: [AuditLog, AuditChain, AuditVisibility],
})
export class AuditModule {}
