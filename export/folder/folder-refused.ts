/** A folder that is not written, since something in it would be lost. Nothing in it has been touched. */
export class FolderRefusedError extends Error {
  override readonly name = 'FolderRefusedError';

  /**
   * @param reasons each about one thing in the folder
   * @param remedy what to do about them
   */
  constructor(folder: string, reasons: readonly string[], remedy: string, options?: ErrorOptions) {
    const list = reasons.map((reason) => `  - ${reason}`).join('\n');
    super(`${folder} is left as it is:\n${list}\n${remedy}`, options);
  }
}
