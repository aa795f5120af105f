import {
  CloudBackend,
  HttpBackend,
  LocalBackend,
  NamedCloudWorkspace,
  S3Backend,
  type TerraformStack,
} from 'cdktf';
import { type Backend, forStack } from './options/backend-options';

/**
 * Sets where Terraform keeps the state of `stack`. cdktf's own default would be an absolute path on the machine that
 * synthesised.
 */
export const configureBackend = (stack: TerraformStack, backend: Backend): void => {
  const ofStack = (location: string) => forStack(location, stack.node.id);
  switch (backend.type) {
    case 'local':
      new LocalBackend(stack, { path: ofStack(backend.path) });
      return;
    case 's3':
      new S3Backend(stack, {
        bucket: backend.bucket ?? '',
        key: ofStack(backend.key),
        encrypt: true,
        ...(backend.region && { region: backend.region }),
        ...(backend.kmsKeyArn && { kmsKeyId: backend.kmsKeyArn }),
        ...(backend.assumeRoleArn && { assumeRole: { roleArn: backend.assumeRoleArn } }),
      });
      // cdktf requires settings that can be passed to terraform init instead; undefined removes them again.
      if (!backend.bucket) stack.addOverride('terraform.backend.s3.bucket', undefined);
      // Locks with a file beside the state, since Terraform 1.10; cdktf 0.21 does not know the setting.
      stack.addOverride('terraform.backend.s3.use_lockfile', true);
      return;
    case 'cloud':
      new CloudBackend(stack, {
        hostname: backend.hostname,
        organization: backend.organization ?? '',
        workspaces: new NamedCloudWorkspace(ofStack(backend.workspace)),
      });
      if (!backend.organization) stack.addOverride('terraform.cloud.organization', undefined);
      return;
    case 'http':
      new HttpBackend(stack, {
        address: backend.address ? ofStack(backend.address) : '',
        ...(backend.lockAddress && {
          lockAddress: ofStack(backend.lockAddress),
          lockMethod: backend.lockMethod,
          unlockAddress: ofStack(backend.lockAddress),
          unlockMethod: backend.unlockMethod,
        }),
      });
      if (!backend.address) stack.addOverride('terraform.backend.http.address', undefined);
  }
};
