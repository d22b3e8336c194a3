/** An exception whose message is written for the operator: plain, and without anything that people wrote. */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError';
}
