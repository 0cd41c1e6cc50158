// Where statuses stand in the drawing, and how arrows go between them.

export const BOX = { width: 132, height: 44 };
const GAP = { x: 84, y: 40 };
/** At the sides: as far as arrows within a column swing out. */
const MARGIN = 56;
const COLUMNS: readonly (readonly string[])[] = [["new"], ["open"], ["pending", "on_hold"], ["solved"], ["closed"]];

export interface Point {
  x: number;
  y: number;
}

export interface Drawing {
  width: number;
  height: number;
  /** Upper left corners of boxes. */
  places: Map<string, Point>;
}

/** A column a category, from new to closed; each column in the middle. */
export function draw(statuses: readonly { status: string; category: string }[]): Drawing {
  const columns = COLUMNS.map((categories) => statuses.filter((one) => categories.includes(one.category))).filter((column) => column.length);
  const most = Math.max(...columns.map((column) => column.length), 1);
  const height = most * (BOX.height + GAP.y) + GAP.y;
  const places = new Map<string, Point>();
  columns.forEach((column, at) => {
    const used = column.length * (BOX.height + GAP.y) - GAP.y;
    column.forEach(({ status }, row) =>
      places.set(status, { x: MARGIN + at * (BOX.width + GAP.x), y: (height - used) / 2 + row * (BOX.height + GAP.y) }),
    );
  });
  return { width: 2 * MARGIN + columns.length * (BOX.width + GAP.x) - GAP.x, height, places };
}

/** The border of a box in the direction of a point. */
function border(center: Point, towards: Point): Point {
  const [dx, dy] = [towards.x - center.x, towards.y - center.y];
  const scale = Math.min(BOX.width / 2 / Math.max(Math.abs(dx), 0.01), BOX.height / 2 / Math.max(Math.abs(dy), 0.01));
  return { x: center.x + dx * scale, y: center.y + dy * scale };
}

/** A curve from box to box, to the right of the way, so that there and back lie apart. */
export function arrow(from: Point, to: Point): string {
  const middle = (corner: Point): Point => ({ x: corner.x + BOX.width / 2, y: corner.y + BOX.height / 2 });
  const [a, b] = [middle(from), middle(to)];
  const distance = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  // Within a column past the boxes between.
  const bend = a.x === b.x ? 60 + distance * 0.45 : Math.min(30 + distance * 0.08, 90);
  const control = { x: (a.x + b.x) / 2 - ((b.y - a.y) / distance) * bend, y: (a.y + b.y) / 2 + ((b.x - a.x) / distance) * bend };
  const [start, end] = [border(a, control), border(b, control)];
  const round = ({ x, y }: Point) => `${Math.round(x)} ${Math.round(y)}`;
  return `M${round(start)} Q${round(control)} ${round(end)}`;
}
