/** What a host answers that its function did not. */
export type Failure = (message: string) => unknown;

/** As other OpenWhisk runtimes say it. */
export const openWhiskFailure: Failure = (error) => ({ error });

export const httpFailure: Failure = (message) => ({ message });
