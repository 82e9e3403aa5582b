/**
 * What the modules of a function keep, and what each policy does with it: the plan of the compiler, as a report.
 *
 * @packageDocumentation
 */
export { type AuditedModule, type AuditSubject, audit, type InitCost } from './audit.js';
export { auditPage } from './page.js';
export type { ModuleWithCode } from './page-data.js';
export type {
  AuditReport,
  Counts,
  CrossingReport,
  ModulePolicy,
  ModuleReport,
  Outcome,
  PackageReport,
  Refusal,
  StatePolicy,
  StateReport,
  WriterReport,
} from './report.js';
