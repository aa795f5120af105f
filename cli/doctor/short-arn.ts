/** The part of an ARN of IAM or STS that tells roles and people of one account apart: `role/web-task`. */
export const shortArn = (arn: string): string => arn.replace(/^arn:[^:]+:(?:iam|sts)::\d+:/, '');
