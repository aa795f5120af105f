/** The part of the function's disk that is for local copies, handed out in the order it was asked for. */
export interface DiskRoom {
  /** Resolves once there is room for so many bytes, with what gives it back; more than all of it counts as all of it. */
  readonly take: (bytes: number) => Promise<() => void>;
}

interface Waiting {
  readonly bytes: number;
  readonly grant: () => void;
}

export const diskRoom = (allBytes: number): DiskRoom => {
  const waiting: Waiting[] = [];
  let freeBytes = allBytes;
  /** A large copy is not overtaken: small ones might keep it waiting for good. */
  const grantNext = (): void => {
    for (let next = waiting[0]; next !== undefined && next.bytes <= freeBytes; next = waiting[0]) {
      waiting.shift();
      freeBytes -= next.bytes;
      next.grant();
    }
  };
  return {
    take: (asked) =>
      new Promise((resolve) => {
        const bytes = Math.min(asked, allBytes);
        let given = false;
        const giveBack = (): void => {
          if (given) return;
          given = true;
          freeBytes += bytes;
          grantNext();
        };
        waiting.push({ bytes, grant: () => resolve(giveBack) });
        grantNext();
      }),
  };
};
