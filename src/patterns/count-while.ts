/** How many of the first `size` positions are so, where none is so after one that is not: by halving. */
export function countWhile(size: number, isSo: (position: number) => boolean): number {
  let [low, high] = [0, size]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isSo(middle)) low = middle + 1
    else high = middle
  }
  return low
}
