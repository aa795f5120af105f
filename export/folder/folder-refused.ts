/** A folder was not written, because something in it would have been lost. Nothing in it has been changed. */
export class FolderRefusedError extends Error {
  override readonly name = 'FolderRefusedError';

  /**
   * @param reasons one for each conflict
   * @param remedy what to do about them
   */
  constructor(folder: string, reasons: readonly string[], remedy: string, options?: ErrorOptions) {
    const list = reasons.map((reason) => `  - ${reason}`).join('\n');
    super(`${folder} was left unchanged:\n${list}\n${remedy}`, options);
  }
}
