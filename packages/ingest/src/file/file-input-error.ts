/** A path that was asked for and cannot be read: the user's mistake, so that it ends the run. */
export class FileInputError extends Error {
  override readonly name = 'FileInputError';
}
