/** A rectangle, in parts of the whole. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Divides a box among weights, largest first, in rows of nearly square ones (Bruls, Huizing, van Wijk: Squarified
 * Treemaps).
 * @param ratio how much wider than high the whole is on the screen
 */
export function treemap(weights: readonly number[], ratio: number): Box[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const boxes: Box[] = [];
  let free: Box = { x: 0, y: 0, width: ratio, height: 1 };
  for (let start = 0; start < weights.length; ) {
    const isColumn = free.width > free.height;
    const side = isColumn ? free.height : free.width;
    const row = squarestRow(
      weights.slice(start).map((weight) => (weight / total) * ratio),
      side,
    );
    const thickness = row.reduce((sum, area) => sum + area, 0) / side;
    let along = 0;
    for (const area of row) {
      const length = area / thickness;
      boxes.push(
        isColumn
          ? { x: free.x, y: free.y + along, width: thickness, height: length }
          : { x: free.x + along, y: free.y, width: length, height: thickness },
      );
      along += length;
    }
    free = isColumn
      ? { ...free, x: free.x + thickness, width: free.width - thickness }
      : { ...free, y: free.y + thickness, height: free.height - thickness };
    start += row.length;
  }
  return boxes.map(({ x, y, width, height }) => ({ x: x / ratio, y, width: width / ratio, height }));
}

/** The first areas, as many as make the least slender boxes. */
function squarestRow(areas: readonly number[], side: number): number[] {
  let row = areas.slice(0, 1);
  for (let count = 2; count <= areas.length; count++) {
    const longer = areas.slice(0, count);
    if (slenderness(longer, side) > slenderness(row, side)) break;
    row = longer;
  }
  return row;
}

function slenderness(row: readonly number[], side: number): number {
  const sum = row.reduce((total, area) => total + area, 0);
  return Math.max((side ** 2 * Math.max(...row)) / sum ** 2, sum ** 2 / (side ** 2 * Math.min(...row)));
}
