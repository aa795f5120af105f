/** A string of the synthesised JSON is not a valid template, or one that this project does not write as HCL. */
export class UnreadableTemplateError extends Error {
  override readonly name = 'UnreadableTemplateError';
  readonly #source: string;
  readonly #at: number;
  readonly #expected: string;

  /**
   * @param at where in `source`, from 0
   * @param place in the configuration, such as `resource.aws_sqs_queue.transcripts.name`; null where only the text is known
   */
  constructor(source: string, at: number, expected: string, place: string | null = null) {
    super(
      `Cannot write ${place ?? 'this'} as HCL: ${JSON.stringify(source)}. At character ${at + 1} it has ` +
        `${JSON.stringify(source.slice(at, at + 10))}, and ${expected} was expected.`,
    );
    this.#source = source;
    this.#at = at;
    this.#expected = expected;
  }

  foundIn(place: string): UnreadableTemplateError {
    return new UnreadableTemplateError(this.#source, this.#at, this.#expected, place);
  }
}
