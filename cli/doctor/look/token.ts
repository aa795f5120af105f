import { GetParameterCommand } from '@aws-sdk/client-ssm';
import type { Clients } from './clients';
import { type Look, look, unlessMissing } from './look';

/** The parameter that holds the token. */
export interface ParameterFacts {
  /** `SecureString`, `String` or `StringList`; null where there is no such parameter. */
  readonly type: Look<string | null>;
  /** Never shown; null where there is none. */
  readonly token: Look<string | null>;
}

/** Whether it can be sent at all: the error of a malformed header would contain it. */
export const isToken = (text: string): boolean => /^[\x20-\x7e]+$/.test(text);

const SECRET = '/aws/reference/secretsmanager/';
const MISSING = ['ParameterNotFound', 'ParameterVersionNotFound'] as const;

/**
 * Looks at the parameter. The token itself is used to ask Kosli, and is in no finding.
 *
 * @param ownToken the one to use instead of the parameter's, for somebody who may not read that
 */
export const lookAtToken = async (
  { ssm }: Pick<Clients, 'ssm'>,
  Name: string,
  ownToken: string | null,
): Promise<ParameterFacts> => {
  // A secret of Secrets Manager can be asked for only in the clear.
  const WithDecryption = Name.startsWith(SECRET);
  const get = async (decrypted: boolean) => {
    const command = new GetParameterCommand({ Name, WithDecryption: decrypted });
    return (await unlessMissing(ssm.send(command), ...MISSING))?.Parameter ?? null;
  };
  const type = await look(`parameter ${Name}`, 'ssm:GetParameter', async () => {
    const parameter = await get(WithDecryption);
    return parameter === null ? null : (parameter.Type ?? 'unknown');
  });
  if (ownToken !== null) return { type, token: { seen: ownToken } };
  if ('seen' in type && type.seen === null) return { type, token: { seen: null } };
  const token = await look(
    `the token in ${Name} (set KOSLI_API_TOKEN to look without it)`,
    'ssm:GetParameter, and kms:Decrypt with its key',
    async () => (await get(true))?.Value?.trim() || null,
  );
  return { type, token };
};
