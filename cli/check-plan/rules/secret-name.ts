const SECRET = /pass(?:word|wd|phrase)|secret|token|api_?key|private_?key|access_?key|credential/i;

// Where a secret is, or something about it, but not the secret.
const ABOUT =
  /(?:_|-|\/)(?:arn|id|name|parameter|path|file|url|uri|ttl|seconds|minutes|days|length|type|enabled)$/i;

/** Whether something of this name is likely to be a secret. */
export const namesSecret = (name: string): boolean => SECRET.test(name) && !ABOUT.test(name);
