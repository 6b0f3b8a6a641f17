// Singular values of many small matrices of one shape, a matrix to each lane: one-sided Jacobi rotations.
//
// Columns x, y are turned until x^T y is rounding beside ||x|| ||y||; their lengths are then the singular values. A
// lane whose columns are orthogonal is left as it is, so that it does not matter how long the others take. Source: Golub,
// Van Loan 2013, section 8.6.3; Demmel, Veselic 1992 for the accuracy.

enum { JACOBI_SWEEP_LIMIT = 40 };

/// The sum of squares of a column.
INLINE vec column_square(const double *x, ptrdiff_t length) {
  vec sums[2] = {(vec)0.0, (vec)0.0};
  ptrdiff_t i = 0;
  for (; i + 1 < length; i += 2) {
    const vec first = load(x + i * LANE_COUNT), second = load(x + (i + 1) * LANE_COUNT);
    sums[0] = lane_multiply_add(first, first, sums[0]);
    sums[1] = lane_multiply_add(second, second, sums[1]);
  }
  if (i < length) {
    const vec last = load(x + i * LANE_COUNT);
    sums[0] = lane_multiply_add(last, last, sums[0]);
  }
  return sums[0] + sums[1];
}

INLINE vec column_product(const double *x, const double *y, ptrdiff_t length) {
  vec sums[2] = {(vec)0.0, (vec)0.0};
  ptrdiff_t i = 0;
  for (; i + 1 < length; i += 2) {
    sums[0] = lane_multiply_add(load(x + i * LANE_COUNT), load(y + i * LANE_COUNT), sums[0]);
    sums[1] = lane_multiply_add(
        load(x + (i + 1) * LANE_COUNT), load(y + (i + 1) * LANE_COUNT), sums[1]);
  }
  if (i < length) {
    sums[0] = lane_multiply_add(load(x + i * LANE_COUNT), load(y + i * LANE_COUNT), sums[0]);
  }
  return sums[0] + sums[1];
}

/// x where the mask is set, else y.
INLINE vec select_lanes(ivec mask, vec x, vec y) {
  return (vec)((mask & (ivec)x) | (~mask & (ivec)y));
}

INLINE bool any_lane(ivec mask) {
  long long any = 0;
  for (int lane = 0; lane < LANES; ++lane) any |= mask[lane];
  return any != 0;
}

/// The square of a column's length after a rotation; where much cancelled it is summed anew.
INLINE vec updated_square(vec before, vec after, const double *x, ptrdiff_t length) {
  const ivec cancelled = (ivec)(after < 0.25 * before);
  return any_lane(cancelled) ? select_lanes(cancelled, column_square(x, length), after) : after;
}

/// Turns two columns, whose squares are kept up to date; returns the lanes in which there was something to turn.
INLINE ivec rotate_columns(
    double *x, double *y, ptrdiff_t length, double *x_square, double *y_square, double tolerance) {
  const vec a = load(x_square), b = load(y_square);
  const vec g = column_product(x, y, length);
  const ivec turned = (ivec)(g * g > tolerance * tolerance * a * b);
  if (!any_lane(turned)) return turned;
  // t is the smaller root of t^2 + 2 z t - 1 = 0 with z = (b - a) / (2 g); 1 / 0 where nothing is turned.
  const vec z = (b - a) / (2 * g);
  const vec magnitude = __builtin_elementwise_abs(z);
  // Beyond 2^30 the 1 is rounding, and the square could overflow.
  const vec root = select_lanes(
      (ivec)(magnitude > 0x1p30), magnitude, __builtin_elementwise_sqrt(z * z + 1));
  const vec size = magnitude + root;
  const vec t = select_lanes(turned, __builtin_elementwise_copysign(1 / size, z), (vec)0.0);
  const vec c = 1 / __builtin_elementwise_sqrt(t * t + 1), s = c * t;
  for (ptrdiff_t i = 0; i < length * LANE_COUNT; i += LANE_COUNT) {
    const vec u = load(x + i), v = load(y + i);
    store(x + i, lane_multiply_add(c, u, -(s * v)));
    store(y + i, lane_multiply_add(s, u, c * v));
  }
  const vec moved = select_lanes(turned, t * g, (vec)0.0);
  store(x_square, updated_square(a, a - moved, x, length));
  store(y_square, updated_square(b, b + moved, y, length));
  return turned;
}

/// The columns' lengths when all are orthogonal; false when they did not come to that.
static bool lane_singular_values(ptrdiff_t length, ptrdiff_t columns, double *matrix, double *values) {
  const double tolerance = (double)length * 0x1p-52;
  const ptrdiff_t leading = length * LANE_COUNT;
  for (ptrdiff_t half = 0; half < LANE_COUNT; half += LANES) {
    bool turned = true;
    for (int sweep = 0; turned; ++sweep) {
      if (sweep == JACOBI_SWEEP_LIMIT) return false;
      turned = false;
      for (ptrdiff_t j = 0; j < columns; ++j) {
        store(values + half + j * LANE_COUNT, column_square(matrix + half + j * leading, length));
      }
      for (ptrdiff_t j = 0; j < columns; ++j) {
        for (ptrdiff_t k = j + 1; k < columns; ++k) {
          turned |= any_lane(rotate_columns(
              matrix + half + j * leading, matrix + half + k * leading, length,
              values + half + j * LANE_COUNT, values + half + k * LANE_COUNT, tolerance));
        }
      }
    }
    for (ptrdiff_t j = 0; j < columns; ++j) {
      const vec square = column_square(matrix + half + j * leading, length);
      store(values + half + j * LANE_COUNT, __builtin_elementwise_sqrt(square));
    }
  }
  return true;
}
