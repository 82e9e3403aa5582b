import process from 'node:process';

/** Codes of the errors that the runtime raises. Each is explained in docs/diagnostics.md, like those of warnings. */
export const ERROR_CODES = [
  'PHOTON_ENDED',
  'PHOTON_NOT_RUNNING',
  'PHOTON_ASYNC_INIT',
  'PHOTON_LOCK_HELD',
  'PHOTON_LOCK_TIMEOUT',
  'PHOTON_RUNTIME_VERSION',
  'PHOTON_HANDLER',
  'PHOTON_ORPHAN_REFUSED',
  'PHOTON_GLOBALS_FIXED',
] as const;

export type PhotonErrorCode = (typeof ERROR_CODES)[number];

/** An error of the runtime itself; `code` tells which. Errors of the function pass through unchanged. */
export class PhotonError extends Error {
  readonly code: PhotonErrorCode;

  constructor(code: PhotonErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PhotonError';
    this.code = code;
  }
}

/** Codes of what the runtime notices but cannot undo. */
export const WARNING_CODES = [
  'PHOTON_CONST_SHARES_OBJECT',
  'PHOTON_CONST_MUTATES_STATE',
  'PHOTON_LATE_INIT',
  'PHOTON_LATE_MODULE',
  'PHOTON_LATE_ERROR',
  'PHOTON_STATIC_REPLACED',
  'PHOTON_STATIC_DELETED',
  'PHOTON_ORPHAN_ACCESS',
] as const;

export type PhotonWarningCode = (typeof WARNING_CODES)[number];

const reported = new Set<string>();

/** Reports, once for each message, something that keeps photons from equalling processes. */
export function warn(code: PhotonWarningCode, message: string): void {
  if (reported.has(message)) return;
  reported.add(message);
  process.emitWarning(message, { type: 'PhotonizeWarning', code });
}
