// Gradient descent of many layered networks of one shape, a network to each lane. An element of a matrix is the
// numbers of all lanes side by side. Every lane sees the same operations in the same order whatever the width of
// a vector: sums run over the inner index from the addend on, by fused multiplications and additions, which
// processors without them compute by the C library's `fma`.

enum { LANE_COUNT = CK_LANE_COUNT };

INLINE vec lane_multiply_add(vec x, vec y, vec z) { return __builtin_elementwise_fma(x, y, z); }

/// A matrix of lanes: element (i, j) at start + i row + j column.
struct lane_matrix {
  const double *start;
  ptrdiff_t row;
  ptrdiff_t column;
};

INLINE struct lane_matrix as_stored(const double *start, ptrdiff_t rows) {
  return (struct lane_matrix){start, LANE_COUNT, LANE_COUNT * rows};
}

INLINE struct lane_matrix transposed(struct lane_matrix x) {
  return (struct lane_matrix){x.start, x.column, x.row};
}

#if LANES == 8 || defined(__aarch64__)
enum { LANE_TILE = 5 };
#else
enum { LANE_TILE = 3 };
#endif

/// A tile of result = addend + a b; without an addend the sums start from zero.
INLINE void lane_tile(
    const int rows, const int columns, ptrdiff_t inner, struct lane_matrix a, struct lane_matrix b,
    const double *addend, double *result, ptrdiff_t leading) {
  vec sum[LANE_TILE][LANE_TILE];
#pragma clang loop unroll(full)
  for (int j = 0; j < columns; ++j) {
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; ++i) {
      sum[j][i] = addend == NULL ? (vec)0.0 : load(addend + i * LANE_COUNT + j * leading);
    }
  }
#pragma clang loop unroll(disable)
  for (ptrdiff_t l = 0; l < inner; ++l) {
    vec x[LANE_TILE];
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; ++i) x[i] = load(a.start + i * a.row);
#pragma clang loop unroll(full)
    for (int j = 0; j < columns; ++j) {
      const vec y = load(b.start + j * b.column);
#pragma clang loop unroll(full)
      for (int i = 0; i < rows; ++i) sum[j][i] = lane_multiply_add(x[i], y, sum[j][i]);
    }
    a.start += a.column;
    b.start += b.row;
  }
#pragma clang loop unroll(full)
  for (int j = 0; j < columns; ++j) {
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; ++i) store(result + i * LANE_COUNT + j * leading, sum[j][i]);
  }
}

#define LANE_TILE_CASE(rows, columns)                                            \
  case (rows) * 8 + (columns):                                                   \
    if ((rows) <= LANE_TILE && (columns) <= LANE_TILE) {                         \
      lane_tile(rows, columns, inner, x, y, start, end, leading);                \
    }                                                                            \
    break;

#define LANE_TILE_ROWS(rows)                             \
  LANE_TILE_CASE(rows, 1) LANE_TILE_CASE(rows, 2)        \
  LANE_TILE_CASE(rows, 3) LANE_TILE_CASE(rows, 4)        \
  LANE_TILE_CASE(rows, 5)

/// result = addend + a b for an m x n result, stored by columns.
static void lane_product(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t inner, struct lane_matrix a, struct lane_matrix b,
    const double *addend, double *result) {
  const ptrdiff_t leading = m * LANE_COUNT;
  const unsigned row_tiles = ((unsigned)m + LANE_TILE - 1) / LANE_TILE;
  const unsigned column_tiles = ((unsigned)n + LANE_TILE - 1) / LANE_TILE;
  const ptrdiff_t height = ((unsigned)m + row_tiles - 1) / row_tiles;
  const ptrdiff_t width = ((unsigned)n + column_tiles - 1) / column_tiles;
  for (ptrdiff_t half = 0; half < LANE_COUNT; half += LANES) {
    for (ptrdiff_t j = 0; j < n; j += width) {
      const ptrdiff_t columns = n - j < width ? n - j : width;
      for (ptrdiff_t i = 0; i < m; i += height) {
        const ptrdiff_t rows = m - i < height ? m - i : height;
        const ptrdiff_t place = half + i * LANE_COUNT + j * leading;
        const struct lane_matrix x = {a.start + half + i * a.row, a.row, a.column};
        const struct lane_matrix y = {b.start + half + j * b.column, b.row, b.column};
        const double *const start = addend == NULL ? NULL : addend + place;
        double *const end = result + place;
        switch (rows * 8 + columns) {
          LANE_TILE_ROWS(1)
          LANE_TILE_ROWS(2)
          LANE_TILE_ROWS(3)
          LANE_TILE_ROWS(4)
          LANE_TILE_ROWS(5)
        }
      }
    }
  }
}

/// Where the parts of the memory begin; lists of matrices are addressed by layer, from 1.
///
/// While steps are taken the second layer and its next state change places at each of them; `swapped` says so.
INLINE double *lane_part(struct ck_lanes lanes, double *memory, enum ck_lane_part part, ptrdiff_t layer) {
  if (lanes.swapped && part == CK_LAYERS && layer == 2) return memory + lanes.offsets[CK_NEXT * lanes.depth];
  if (lanes.swapped && part == CK_NEXT) return memory + lanes.offsets[1];
  return memory + lanes.offsets[part * lanes.depth + layer - 1];
}

/// W at the layers as they are, the loss, and L_N = -eta G.
static void lanes_evaluate(struct ck_lanes lanes, double *memory, double *loss) {
  const ptrdiff_t depth = lanes.depth, d = lanes.widths[0], p = lanes.widths[depth];
  double *prefix = lane_part(lanes, memory, CK_LAYERS, 1);
  for (ptrdiff_t j = 2; j <= depth; ++j) {
    const ptrdiff_t rows = lanes.widths[j], inner = lanes.widths[j - 1];
    double *const next = lane_part(lanes, memory, CK_PREFIXES, j);
    lane_product(
        rows, d, inner, as_stored(lane_part(lanes, memory, CK_LAYERS, j), rows),
        as_stored(prefix, inner), NULL, next);
    prefix = next;
  }
  double *const gradient = lane_part(lanes, memory, CK_GRADIENTS, depth);
  const double *const target = lane_part(lanes, memory, CK_TARGET, 1);
  const double *const minimizer = lane_part(lanes, memory, CK_MINIMIZER, 1);
  const double *const numbers = lane_part(lanes, memory, CK_NUMBERS, 1);
  if (lanes.correlated) {
    lane_product(
        p, d, d, as_stored(prefix, p), as_stored(lane_part(lanes, memory, CK_COVARIANCE, 1), d), NULL,
        gradient);
  }
  const ptrdiff_t count = p * d * LANE_COUNT;
  for (ptrdiff_t half = 0; half < LANE_COUNT; half += LANES) {
    const vec scale = -load(numbers + half);
    vec sums[4] = {(vec)0.0, (vec)0.0, (vec)0.0, (vec)0.0};
    for (ptrdiff_t i = 0; i < count; i += LANE_COUNT) {
      const vec w = load(prefix + half + i);
      const vec moved = lanes.correlated ? load(gradient + half + i) : w;
      const vec g = moved - load(target + half + i);
      const vec deviation = lanes.correlated ? w - load(minimizer + half + i) : g;
      // Four sums, so that none waits for the one before.
      vec *const sum = sums + i / LANE_COUNT % 4;
      *sum = lane_multiply_add(g, deviation, *sum);
      store(gradient + half + i, scale * g);
    }
    const vec excess = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    for (int lane = 0; lane < LANES; ++lane) {
      // Below zero is rounding; NaN must pass on.
      const double value = excess[lane] < 0 ? 0 : excess[lane];
      loss[half + lane] = numbers[LANE_COUNT + half + lane] + value / 2;
    }
  }
}

/// One step, after which the second layer is where its next state was.
INLINE void step_lanes(struct ck_lanes lanes, double *memory) {
  const ptrdiff_t depth = lanes.depth, d = lanes.widths[0];
  double *const first = lane_part(lanes, memory, CK_LAYERS, 1);
  if (depth == 1) {
    const double *const gradient = lane_part(lanes, memory, CK_GRADIENTS, 1);
    const ptrdiff_t count = d * lanes.widths[1] * LANE_COUNT;
    for (ptrdiff_t i = 0; i < count; i += LANES) store(first + i, load(first + i) + load(gradient + i));
    return;
  }
  for (ptrdiff_t j = depth; j > 2; --j) {
    const ptrdiff_t rows = lanes.widths[j], columns = lanes.widths[j - 1];
    double *const layer = lane_part(lanes, memory, CK_LAYERS, j);
    const double *const passed = lane_part(lanes, memory, CK_GRADIENTS, j);
    lane_product(
        columns, d, rows, transposed(as_stored(layer, rows)), as_stored(passed, rows), NULL,
        lane_part(lanes, memory, CK_GRADIENTS, j - 1));
    lane_product(
        rows, columns, d, as_stored(passed, rows),
        transposed(as_stored(lane_part(lanes, memory, CK_PREFIXES, j - 1), columns)), layer, layer);
  }
  // The first two layers need each other as they were.
  const ptrdiff_t rows = lanes.widths[2], columns = lanes.widths[1];
  double *const layer = lane_part(lanes, memory, CK_LAYERS, 2);
  double *const next = lane_part(lanes, memory, CK_NEXT, 1);
  const double *const passed = lane_part(lanes, memory, CK_GRADIENTS, 2);
  lane_product(
      rows, columns, d, as_stored(passed, rows), transposed(as_stored(first, columns)), layer, next);
  lane_product(
      columns, d, rows, transposed(as_stored(layer, rows)), as_stored(passed, rows), first, first);
}

static ptrdiff_t lanes_descend(
    struct ck_lanes lanes, double *memory, ptrdiff_t count, const struct ck_bounds *bounds, double *loss) {
  ptrdiff_t taken = 0;
  bool goes_on = true;
  while (goes_on && taken < count) {
    step_lanes(lanes, memory);
    lanes.swapped = lanes.depth > 1 && !lanes.swapped;
    lanes_evaluate(lanes, memory, loss);
    for (int lane = 0; lane < LANE_COUNT; ++lane) {
      goes_on &= loss[lane] <= bounds[lane].limit && !(loss[lane] <= bounds[lane].threshold);
    }
    ++taken;
  }
  if (lanes.swapped) {
    const double *const second = lane_part(lanes, memory, CK_LAYERS, 2);
    const ptrdiff_t count = lanes.widths[2] * lanes.widths[1] * LANE_COUNT;
    memcpy(memory + lanes.offsets[1], second, sizeof(double) * (size_t)count);
  }
  return taken;
}

/// ||x - y||_F of every lane, for matrices of `count` elements.
static void lane_distances(ptrdiff_t count, const double *x, const double *y, double *result) {
  for (ptrdiff_t half = 0; half < LANE_COUNT; half += LANES) {
    vec sum = (vec)0.0;
    for (ptrdiff_t i = half; i < count * LANE_COUNT; i += LANE_COUNT) {
      const vec difference = load(x + i) - load(y + i);
      sum = lane_multiply_add(difference, difference, sum);
    }
    store(result + half, __builtin_elementwise_sqrt(sum));
  }
}
