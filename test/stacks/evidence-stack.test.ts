import { stackOf, synthesise } from './synthesise';

describe('the provider', () => {
  const providers = Object.values(synthesise({ cloudTrail: true })).map((stack) => stack.provider.aws);

  it('puts the tags on everything that takes tags, and refuses accounts that are not allowed', () => {
    for (const provider of providers) {
      expect(provider).toEqual([
        expect.objectContaining({
          default_tags: [{ tags: '${var.tags}' }],
          allowed_account_ids: '${var.allowed_account_ids}',
        }),
      ]);
    }
  });

  it('assumes a role if one is given', () => {
    for (const provider of providers) {
      expect(provider?.[0]?.dynamic).toEqual([
        {
          assume_role: {
            for_each: '${var.assume_role_arn == null ? [] : [var.assume_role_arn]}',
            content: { role_arn: '${assume_role.value}', session_name: 'ecs-exec-evidence' },
          },
        },
      ]);
    }
  });
});

describe('the state', () => {
  const terraformOf = (backend: object) => stackOf({ backend }).terraform;

  it('is read and written by a role of its own if one is given', () => {
    const roleArn = 'arn:aws:iam::111122223333:role/state';
    expect(
      terraformOf({ type: 's3', bucket: 'states', region: 'eu-central-1', assumeRoleArn: roleArn }).backend,
    ).toEqual({
      s3: {
        assume_role: { role_arn: roleArn },
        bucket: 'states',
        encrypt: true,
        key: 'ecs-exec-evidence/evidence-reporter.tfstate',
        region: 'eu-central-1',
        use_lockfile: true,
      },
    });
  });

  it('is where terraform init says, if the options do not say it', () => {
    expect(terraformOf({ type: 's3' }).backend).toEqual({
      s3: { encrypt: true, key: 'ecs-exec-evidence/evidence-reporter.tfstate', use_lockfile: true },
    });
    expect(terraformOf({ type: 'http' }).backend).toEqual({ http: {} });
    expect(terraformOf({ type: 'cloud' }).cloud).toEqual({
      hostname: 'app.terraform.io',
      workspaces: { name: 'evidence-reporter' },
    });
  });
});
