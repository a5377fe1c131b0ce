export { AdministrationModule } from './administration.module';
export { DataExportChunk } from './exports/data-export-chunk.entity';
export { DataExport } from './exports/data-export.entity';
export { DataExportsRepository } from './exports/data-exports.repository';
export * from './migrations';
export { NodeReporter } from './nodes/node-reporter';
export { ServiceNode } from './nodes/service-node.entity';
