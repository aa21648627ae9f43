// The library: one function per verb, and the types they speak. It never prints, never exits and reads no
// environment; what happens is told through `onEvent`.

export type * from './model/certificate.ts'
export type { DoctorLine } from './model/doctor.ts'
export {
  asSqlite2pgError,
  ERROR_CODES,
  type ErrorCode,
  type ErrorKind,
  EXIT_CODES,
  Sqlite2pgError,
} from './model/errors.ts'
export type { OnEvent, RunEvent, Step } from './model/event.ts'
export type * from './model/journal.ts'
export type * from './model/options.ts'
export type * from './model/plan.ts'
export type * from './model/repair.ts'
export type * from './model/report.ts'
export type { SampleSize } from './model/sample.ts'
export type { SourceDatabase } from './model/source.ts'
export type { Check, CheckKind, CheckStatus, TableVerdict, Verdict } from './model/verdict.ts'
export { type DoctorResult, doctor } from './run/doctor.ts'
export { load } from './run/load/load.ts'
export { migrate } from './run/migrate.ts'
export { plan } from './run/plan.ts'
export type { PlanResult } from './run/planned-run.ts'
export { refresh } from './run/refresh/refresh.ts'
export { type RepairOptions, type RepairResult, repair } from './run/repair/repair.ts'
export { type RollbackOptions, type RollbackResult, rollback } from './run/rollback.ts'
export { type EmbeddedServer, type ServeOptions, serve } from './run/serve.ts'
export { type StatusOptions, type StatusResult, status } from './run/status.ts'
export { verify } from './run/verify.ts'
export { type CertificateOptions, verifyCertificate } from './run/verify-certificate.ts'
