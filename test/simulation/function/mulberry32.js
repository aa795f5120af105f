/** Numbers from 0 to 1, 1 excluded, that look random and repeat for the same whole number. Loaded into the function too, so plain JS. */
const mulberry32 = (seed) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

module.exports = { mulberry32 };
