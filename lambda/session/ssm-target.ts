// ecs:<cluster>_<task id>_<runtime id>; a cluster name may contain underscores, task and runtime ids may not.
const TARGET = /^ecs:(.+)_([0-9a-f]{32})_[^_]+$/;

/** The cluster and task that SSM calls `ecs:<cluster>_<task id>_<runtime id>`, or null when it is another kind of target. */
export const taskOfTarget = (
  target: string,
): { readonly clusterName: string; readonly taskId: string } | null => {
  const [, clusterName, taskId] = TARGET.exec(target) ?? [];
  return clusterName === undefined || taskId === undefined ? null : { clusterName, taskId };
};
