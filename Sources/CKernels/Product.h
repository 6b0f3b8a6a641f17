// Products by register tiles: a tile of the result, VECTORS vectors high, stays in registers over the whole
// inner dimension; the left factor is read by vectors, the right one element by element.

/// A tile that is to be computed: result = addend * beta + alpha * left * right.
struct tile {
  ptrdiff_t inner;
  const double *left;
  ptrdiff_t left_leading;
  const double *right;
  ptrdiff_t right_row;
  ptrdiff_t right_column;
  double alpha;
  double beta;
  const double *addend;
  double *result;
  ptrdiff_t leading;
  /// Valid lanes of the last vector.
  ptrdiff_t last;
};

// Widest tiles for which accumulators, a column of the left factor and a broadcast fit in the registers.
#if LANES == 8 || defined(__aarch64__)
#define COLUMN_LIMIT(vectors) ((vectors) == 3 ? 8 : 12)
#else
#define COLUMN_LIMIT(vectors) ((vectors) == 3 ? 3 : (vectors) == 2 ? 5 : 10)
#endif

INLINE void compute_tile(
    const int vectors, const int columns, const bool contiguous, const bool full, struct tile t) {
  vec sum[12][3];
  const ptrdiff_t step = contiguous ? 1 : t.right_column;
#pragma clang loop unroll(full)
  for (int j = 0; j < columns; ++j) {
#pragma clang loop unroll(full)
    for (int i = 0; i < vectors; ++i) sum[j][i] = (vec)0.0;
  }
  const double *a = t.left;
  const double *b = t.right;
#pragma clang loop unroll(disable)
  for (ptrdiff_t l = 0; l < t.inner; ++l) {
    vec x[3];
#pragma clang loop unroll(full)
    for (int i = 0; i < vectors; ++i) {
      x[i] = full || i < vectors - 1 ? load(a + i * LANES) : load_first(a + i * LANES, t.last);
    }
#pragma clang loop unroll(full)
    for (int j = 0; j < columns; ++j) {
      const vec y = (vec)b[j * step];
#pragma clang loop unroll(full)
      for (int i = 0; i < vectors; ++i) sum[j][i] = multiply_add(x[i], y, sum[j][i]);
    }
    a += t.left_leading;
    b += t.right_row;
  }
#pragma clang loop unroll(full)
  for (int j = 0; j < columns; ++j) {
#pragma clang loop unroll(full)
    for (int i = 0; i < vectors; ++i) {
      const ptrdiff_t place = i * LANES + j * t.leading;
      const bool whole = full || i < vectors - 1;
      vec value = sum[j][i] * t.alpha;
      if (t.beta != 0) {
        const vec old = whole ? load(t.addend + place) : load_first(t.addend + place, t.last);
        value = multiply_add(old, (vec)t.beta, value);
      }
      if (whole) {
        store(t.result + place, value);
      } else {
        store_first(t.result + place, value, t.last);
      }
    }
  }
}

#define TILE_CASE(vectors, columns)                                                          \
  case columns:                                                                              \
    if (columns <= COLUMN_LIMIT(vectors)) compute_tile(vectors, columns, contiguous, full, t); \
    break;

#define TILE_ROW(vectors)                                                                  \
  switch (columns) {                                                                       \
    TILE_CASE(vectors, 1)                                                                  \
    TILE_CASE(vectors, 2)                                                                  \
    TILE_CASE(vectors, 3)                                                                  \
    TILE_CASE(vectors, 4)                                                                  \
    TILE_CASE(vectors, 5)                                                                  \
    TILE_CASE(vectors, 6)                                                                  \
    TILE_CASE(vectors, 7)                                                                  \
    TILE_CASE(vectors, 8)                                                                  \
    TILE_CASE(vectors, 9)                                                                  \
    TILE_CASE(vectors, 10)                                                                 \
    TILE_CASE(vectors, 11)                                                                 \
    TILE_CASE(vectors, 12)                                                                 \
  }

/// All columns of a block of one to three vectors, in tiles as equal as possible.
INLINE void compute_columns(
    const int vectors, ptrdiff_t count, const bool contiguous, const bool full, struct tile t) {
  unsigned tiles = ((unsigned)count + COLUMN_LIMIT(vectors) - 1) / COLUMN_LIMIT(vectors);
  const unsigned width = tiles > 1 ? ((unsigned)count + tiles - 1) / tiles : (unsigned)count;
  while (count > 0) {
    const ptrdiff_t columns = width < count ? width : count;
    TILE_ROW(vectors)
    t.right += columns * (contiguous ? 1 : t.right_column);
    t.addend += columns * t.leading;
    t.result += columns * t.leading;
    count -= columns;
  }
}

INLINE void compute_block(
    int vectors, ptrdiff_t columns, const bool contiguous, const bool full, struct tile t) {
  switch (vectors) {
    case 1: compute_columns(1, columns, contiguous, full, t); break;
    case 2: compute_columns(2, columns, contiguous, full, t); break;
    default: compute_columns(3, columns, contiguous, full, t); break;
  }
}

/// Copies `count` rows of X^T, read from the columns of X, to a buffer of `inner` columns `leading` apart.
INLINE void pack_transpose(
    const double *x, ptrdiff_t x_leading, ptrdiff_t count, ptrdiff_t inner, double *buffer,
    ptrdiff_t leading) {
  ptrdiff_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    for (ptrdiff_t l = 0; l < inner; ++l) {
      vec column;
#pragma clang loop unroll(full)
      for (int lane = 0; lane < LANES; ++lane) column[lane] = x[(i + lane) * x_leading + l];
      store(buffer + i + l * leading, column);
    }
  }
  for (; i < count; ++i) {
    for (ptrdiff_t l = 0; l < inner; ++l) buffer[i + l * leading] = x[i * x_leading + l];
  }
}

/// Terms that are summed before they are added to the result: long sums are more exact in parts.
enum { BLOCK = 128 };

static void product(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, double alpha, struct ck_factor a, struct ck_factor b,
    double beta, double *c, ptrdiff_t leading) {
  if (m == 1 && leading == 1 && n > 1) {
    // One row: its transpose is one column, which fills the vectors.
    const struct ck_factor left = {b.elements, b.leading, !b.transposed};
    const struct ck_factor right = {a.elements, a.leading, !a.transposed};
    a = left;
    b = right;
    m = n;
    n = 1;
    leading = m;
  }
  if (alpha == 0) k = 0;
  _Alignas(64) double packed[3 * LANES * BLOCK];
  const ptrdiff_t right_row = b.transposed ? b.leading : 1;
  // Blocks of at most three vectors, as equal as possible: four make two and two.
  const ptrdiff_t height = (m + LANES - 1) / LANES == 4 ? 2 * LANES : 3 * LANES;
  for (ptrdiff_t i = 0; i < m; i += height) {
    const ptrdiff_t rows = m - i < height ? m - i : height;
    const ptrdiff_t vectors = (rows + LANES - 1) / LANES;
    ptrdiff_t first = 0;
    do {
      const ptrdiff_t inner = k - first > BLOCK ? BLOCK : k - first;
      struct tile t = {
          .inner = inner,
          .left = a.elements + i + first * a.leading,
          .left_leading = a.leading,
          .right = b.elements + first * right_row,
          .right_row = right_row,
          .right_column = b.leading,
          .alpha = alpha,
          .beta = first == 0 ? beta : 1,
          .addend = c + i,
          .result = c + i,
          .leading = leading,
          .last = rows - (vectors - 1) * LANES,
      };
      if (a.transposed) {
        t.left = packed;
        t.left_leading = vectors * LANES;
        pack_transpose(
            a.elements + i * a.leading + first, a.leading, rows, inner, packed, t.left_leading);
      }
      if (b.transposed) {
        compute_block((int)vectors, n, true, false, t);
      } else {
        compute_block((int)vectors, n, false, false, t);
      }
      first += inner;
    } while (first < k);
  }
}
