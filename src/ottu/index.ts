/** The client of Ottu on its own, for other applications: see docs/ottu-client.md. */
export type { AttachmentOptions, AttachmentTarget } from './attachment-api.ts';
export type { CreateOptions, ReadOptions, UpdateOptions } from './call-options.ts';
export { OttuClient, type OttuBody, type OttuObject } from './ottu-client.ts';
export { OttuModule, type OttuModuleAsyncOptions } from './ottu.module.ts';
export { ottuCredentials, type OttuOptions } from './ottu-options.ts';
export { verifySignature } from './signature.ts';
export { JsonDocument } from '../json/json-document.ts';
export type { OttuOperation } from './operations.ts';
export type { CallGroup } from './transport/call-policy.ts';
export type { BudgetReading } from './transport/daily-quota.ts';
export type { MultipartFile } from './transport/multipart.ts';
export type { BreakerState, ObservedCall, OttuObserver } from './transport/observer.ts';
export type { OttuReply } from './transport/ottu-transport.ts';
export { TransportFault, type FaultReason } from './transport/transport-fault.ts';
export { Problem, type FieldError } from '../problems/problem.ts';
export type { ProblemCode } from '../problems/catalog.ts';
