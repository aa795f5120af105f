/** The first names of many, and how many others there are. */
export const listed = (names: readonly string[], shown: number): string => {
  const rest = names.length - shown;
  return rest > 0 ? `${names.slice(0, shown).join(', ')} and ${rest} others` : names.join(', ');
};
