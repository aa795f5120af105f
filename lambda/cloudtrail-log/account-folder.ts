/**
 * Where CloudTrail puts the files of an account in the bucket of a CloudTrail trail, from the user guide's "CloudTrail log
 * file name format" and "Digest file location":
 *
 *   [prefix/]AWSLogs/[o-…/]<account>/CloudTrail/<region>/…
 *   [prefix/]AWSLogs/[o-…/]<account>/CloudTrail-Digest/<region>/…
 *
 * The function lists these folders and the stacks allow it to, so both take the layout from here. A stack passes Terraform
 * expressions.
 */

/** The folder all files are under, behind the prefix. */
export const LOGS_FOLDER = 'AWSLogs/';

/** The folders below an account's, by what is in them. */
export const FILE_KINDS = ['CloudTrail', 'CloudTrail-Digest'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export interface AccountFolderParts {
  /** What stands before `AWSLogs/`: nothing, or ends in a slash. */
  readonly prefixFolder: string;
  /** `o-…/` of the organization a CloudTrail trail belongs to; empty when it is of one account. */
  readonly organizationFolder: string;
  readonly accountId: string;
}

/** `[prefix/]AWSLogs/[o-…/]<account>/` */
export const accountFolder = ({ prefixFolder, organizationFolder, accountId }: AccountFolderParts): string =>
  `${prefixFolder}${LOGS_FOLDER}${organizationFolder}${accountId}/`;
