import { DependencyUnavailableError } from '../reporter-error';

/**
 * What a list goes on with after each page; undefined at its end.
 *
 * @param list what is read, for example `S3 ListObjectsV2 of s3://acme/`
 * @throws DependencyUnavailableError for a token that came before: the same pages would be read round and round
 */
export const nextPages = (list: string): ((token: string | null | undefined) => string | undefined) => {
  const tokens = new Set<string>();
  return (token) => {
    if (token === null || token === undefined) return undefined;
    if (tokens.has(token))
      throw new DependencyUnavailableError(`${list} was not read to its end: a page token came twice`);
    tokens.add(token);
    return token;
  };
};
