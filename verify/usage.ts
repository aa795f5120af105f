export const USAGE = `Usage: npm run verify -- --from YYYY-MM-DD --to YYYY-MM-DD [options]

Recomputes the daily completeness statements from CloudTrail, S3 and Kosli, and names what does not match.
Reads only. Days are UTC, both included.

  --account ID                  account of the sessions                  AWS_ACCOUNT_ID
  --region NAME                 region of the sessions                   AWS_REGION
  --cloudtrail-bucket NAME      bucket of a CloudTrail trail; without    CLOUDTRAIL_BUCKET
                                it event history is read (90 days)
  --cloudtrail-prefix TEXT      what stands before AWSLogs/              CLOUDTRAIL_PREFIX
  --cloudtrail-organization-id  o-... of an organization's trail         CLOUDTRAIL_ORGANIZATION_ID
  --kosli-org NAME              organization                             KOSLI_ORG
  --kosli-flow NAME             flow                                     KOSLI_FLOW
  --kosli-host URL              default https://app.kosli.com            KOSLI_HOST
  --token-parameter NAME        SSM parameter with the API token,        KOSLI_API_TOKEN_PARAMETER
                                where KOSLI_API_TOKEN is not set;
                                default kosli_api_token
  --trail-name-template TEXT    default {principalId}                    TRAIL_NAME_TEMPLATE
  --service NAME                a service that {service} may stand for;
                                may be repeated; required with {service}
  --grace-minutes NUMBER        default 180                              TRANSCRIPT_GRACE_MINUTES
  --lists DIR                   where lists attached to statements were
                                downloaded to, under their own names
  --save DIR                    copies everything that is read to DIR
  --offline DIR                 reads such copies, and nothing else except
                                --lists
  --json                        prints the result as JSON
  --help                        prints this

A variable that is empty counts as not set. AWS credentials and endpoints are those the AWS SDK finds.
Exit code: 0 when everything matches, 1 when something does not, 2 when something could not be checked.`;
