/** Sets variables of the environment, undefined to take one away, until `restore` is called. */
export const setEnvironment = (variables: Readonly<Record<string, string | undefined>>) => {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  const set = (values: Readonly<Record<string, string | undefined>>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set(variables);
  return () => set(before);
};
