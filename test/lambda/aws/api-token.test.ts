import { SSMClient } from '@aws-sdk/client-ssm';
import { apiTokenParameter } from '../../../lambda/aws/api-token';
import { DependencyUnavailableError, SetupError } from '../../../lambda/reporter-error';
import { type Answer, answering, refusal } from './answering';

const parameter = (...answers: Answer[]) => {
  const { asked, settings } = answering(() => answers.shift() ?? refusal('NoMoreAnswers'));
  return { asked, token: apiTokenParameter(new SSMClient(settings), 'kosli_api_token') };
};
const holding = (Value: string): Answer => ({ json: { Parameter: { Name: 'kosli_api_token', Value } } });

describe('the API token', () => {
  it('is read decrypted, once, and kept in memory', async () => {
    const { token, asked } = parameter(holding('s3cret\n'));
    expect([await token.read(), await token.read()]).toEqual(['s3cret', 's3cret']);
    expect(asked.map(({ input }) => input)).toEqual([{ Name: 'kosli_api_token', WithDecryption: true }]);
  });

  it('is the new one after it was read again', async () => {
    const { token } = parameter(holding('old'), holding('new'));
    await token.read();
    await token.refresh('old');
    expect(await token.read()).toBe('new');
  });

  it('is read again once for a whole batch that was refused', async () => {
    const { token, asked } = parameter(holding('old'), holding('new'));
    await token.read();
    const refreshed = await Promise.all(Array.from({ length: 25 }, () => token.refresh('old')));
    expect([new Set(refreshed), await token.refresh('old')]).toEqual([new Set(['new']), 'new']);
    expect(asked).toHaveLength(2);
  });

  it('is looked for again after it could not be read', async () => {
    const { token } = parameter(refusal('ParameterNotFound'), holding('found'));
    await expect(token.read()).rejects.toThrow(SetupError);
    expect(await token.read()).toBe('found');
  });

  it.each([
    [
      'is missing',
      refusal('ParameterNotFound'),
      SetupError,
      'SSM GetParameter "kosli_api_token" was refused: ParameterNotFound',
    ],
    [
      'is out of reach',
      refusal('AccessDeniedException'),
      SetupError,
      "let the function's role read and decrypt it",
    ],
    [
      'is empty',
      holding('  '),
      SetupError,
      'SSM parameter "kosli_api_token" is empty; put the Kosli API token into it.',
    ],
    [
      'is no bare token',
      holding('{\n  "token": "s3cret"\n}'),
      SetupError,
      'contains characters that a token cannot have',
    ],
    ['cannot be had just now', refusal('ThrottlingException'), DependencyUnavailableError, 'did not answer'],
  ])('that %s is an error that says what to do', async (_, answer, kind, message) => {
    const reading = parameter(answer).token.read();
    await expect(reading).rejects.toThrow(kind);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.not.toThrow('s3cret');
  });
});
