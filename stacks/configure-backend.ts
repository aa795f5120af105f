import {
  CloudBackend,
  HttpBackend,
  LocalBackend,
  NamedCloudWorkspace,
  S3Backend,
  type TerraformStack,
} from 'cdktf';
import type { Backend } from './options/backend-options';

/**
 * Where Terraform keeps the state of `stack`. Always set: cdktf's own default is the absolute path of the machine that
 * synthesised.
 */
export const configureBackend = (stack: TerraformStack, backend: Backend): void => {
  const named = (place: string) => place.replaceAll('{stack}', stack.node.id);
  switch (backend.type) {
    case 'local':
      new LocalBackend(stack, { path: named(backend.path) });
      return;
    case 's3':
      new S3Backend(stack, {
        bucket: backend.bucket ?? '',
        key: named(backend.key),
        encrypt: true,
        ...(backend.region && { region: backend.region }),
        ...(backend.kmsKeyArn && { kmsKeyId: backend.kmsKeyArn }),
        ...(backend.assumeRoleArn && { assumeRole: { roleArn: backend.assumeRoleArn } }),
      });
      // cdktf insists on settings that Terraform can be told elsewhere; undefined takes them out again.
      if (!backend.bucket) stack.addOverride('terraform.backend.s3.bucket', undefined);
      // Terraform 1.10 locks with a file beside the state; cdktf 0.21 is older than that setting.
      stack.addOverride('terraform.backend.s3.use_lockfile', true);
      return;
    case 'cloud':
      new CloudBackend(stack, {
        hostname: backend.hostname,
        organization: backend.organization ?? '',
        workspaces: new NamedCloudWorkspace(named(backend.workspace)),
      });
      if (!backend.organization) stack.addOverride('terraform.cloud.organization', undefined);
      return;
    case 'http':
      new HttpBackend(stack, {
        address: backend.address ? named(backend.address) : '',
        ...(backend.lockAddress && {
          lockAddress: named(backend.lockAddress),
          lockMethod: backend.lockMethod,
          unlockAddress: named(backend.lockAddress),
          unlockMethod: backend.unlockMethod,
        }),
      });
      if (!backend.address) stack.addOverride('terraform.backend.http.address', undefined);
  }
};
